// biome-ignore-all lint/suspicious/noArrayIndexKey: the place of a node in the text is its identity
// biome-ignore-all lint/a11y/noNoninteractiveTabindex: a scroller must be reachable without a pointer
// biome-ignore-all lint/a11y/useSemanticElements: a scrolling table is a group, not a set of fields
import type { JSX } from 'preact';
import { Component } from 'preact';
import { useContext } from 'preact/hooks';
import { CodeBlock } from './CodeBlock.js';
import { MarkdownContext } from './context.js';
import { Formula } from './Formula.js';
import { Inline } from './Inline.js';
import type { BlockNode, ListItem, TableCell } from './nodes.js';
import { useMarkdownStrings } from './strings.js';

export interface BlocksProps {
  readonly nodes: readonly BlockNode[];
  /** Whether more text may still come at the end of these blocks. */
  readonly isOpen: boolean;
}

/** Draws blocks, and draws them again only when the parser has made new ones. */
export class Blocks extends Component<BlocksProps> {
  override shouldComponentUpdate(next: BlocksProps): boolean {
    return next.nodes !== this.props.nodes || next.isOpen !== this.props.isOpen;
  }

  override render({ nodes, isOpen }: BlocksProps): JSX.Element {
    const last = nodes.length - 1;
    return (
      <>
        {nodes.map((node, index) => (
          <Block key={index} node={node} isOpen={isOpen && index === last} />
        ))}
      </>
    );
  }
}

interface BlockProps {
  readonly node: BlockNode;
  readonly isOpen: boolean;
}

class Block extends Component<BlockProps> {
  override shouldComponentUpdate(next: BlockProps): boolean {
    return next.node !== this.props.node || next.isOpen !== this.props.isOpen;
  }

  override render({ node, isOpen }: BlockProps): JSX.Element {
    switch (node.type) {
      case 'paragraph':
        return node.isTight ? (
          <Inline nodes={node.children} />
        ) : (
          <p dir="auto">
            <Inline nodes={node.children} />
          </p>
        );
      case 'heading':
        return <Heading node={node} />;
      case 'quote':
        return (
          <blockquote dir="auto">
            <Blocks nodes={node.children} isOpen={isOpen} />
          </blockquote>
        );
      case 'list':
        return <List node={node} isOpen={isOpen} />;
      case 'codeBlock':
        return (
          <>
            <CodeBlock language={node.language} value={node.value} isOpen={isOpen} />
            <Markers groups={node.markers} />
          </>
        );
      case 'mathBlock':
        return (
          <div class="ck-md-math" tabIndex={0}>
            <Formula value={node.value} isDisplay={true} />
            <Markers groups={node.markers} />
          </div>
        );
      case 'table':
        return <Table node={node} />;
      case 'rule':
        return <hr />;
    }
  }
}

type NodeOf<Type extends BlockNode['type']> = Extract<BlockNode, { type: Type }>;

type HeadingTag = 'h1' | 'h2' | 'h3' | 'h4' | 'h5' | 'h6';

/** Headings of an answer sit below the headings of the page; their look follows the answer. */
function Heading({ node }: { node: NodeOf<'heading'> }): JSX.Element {
  const { headingLevel } = useContext(MarkdownContext);
  const Tag = `h${Math.min(6, node.level + headingLevel - 1)}` as HeadingTag;
  return (
    <Tag class={`ck-md-heading ck-md-heading-${node.level}`} dir="auto">
      <Inline nodes={node.children} />
    </Tag>
  );
}

function List({ node, isOpen }: { node: NodeOf<'list'>; isOpen: boolean }): JSX.Element {
  const last = node.items.length - 1;
  const items = node.items.map((item, index) => (
    <Item key={index} item={item} isOpen={isOpen && index === last} />
  ));
  if (node.isOrdered) {
    return (
      <ol start={node.start} dir="auto">
        {items}
      </ol>
    );
  }
  const isTaskList = node.items.some((item) => item.checked !== null);
  return (
    <ul class={isTaskList ? 'ck-md-tasks' : undefined} dir="auto">
      {items}
    </ul>
  );
}

interface ItemProps {
  readonly item: ListItem;
  readonly isOpen: boolean;
}

class Item extends Component<ItemProps> {
  override shouldComponentUpdate(next: ItemProps): boolean {
    return next.item !== this.props.item || next.isOpen !== this.props.isOpen;
  }

  override render({ item, isOpen }: ItemProps): JSX.Element {
    return (
      <li class={item.checked === null ? undefined : 'ck-md-task'}>
        {item.checked === null ? null : <TaskBox isChecked={item.checked} />}
        <Blocks nodes={item.children} isOpen={isOpen} />
      </li>
    );
  }
}

function TaskBox({ isChecked }: { isChecked: boolean }): JSX.Element {
  const text = useMarkdownStrings();
  return (
    <input
      type="checkbox"
      class="ck-md-task-box"
      checked={isChecked}
      disabled={true}
      aria-label={isChecked ? text.taskDone : text.taskOpen}
    />
  );
}

function Table({ node }: { node: NodeOf<'table'> }): JSX.Element {
  const text = useMarkdownStrings();
  return (
    <div class="ck-md-table" role="group" aria-label={text.table} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {node.head.map((cell, index) => (
              <th key={index} scope="col" class={alignClass(cell)} dir="auto">
                <Inline nodes={cell.children} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {node.rows.map((row, index) => (
            <TableRow key={index} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface TableRowProps {
  readonly row: readonly TableCell[];
}

class TableRow extends Component<TableRowProps> {
  override shouldComponentUpdate(next: TableRowProps): boolean {
    return next.row !== this.props.row;
  }

  override render({ row }: TableRowProps): JSX.Element {
    return (
      <tr>
        {row.map((cell, index) => (
          <td key={index} class={alignClass(cell)} dir="auto">
            <Inline nodes={cell.children} />
          </td>
        ))}
      </tr>
    );
  }
}

function alignClass(cell: TableCell): string | undefined {
  return cell.align === null ? undefined : `ck-md-align-${cell.align}`;
}

/** Markers whose place lies inside something that shows no markers stand behind it. */
function Markers({ groups }: { groups: readonly number[] }): JSX.Element | null {
  if (groups.length === 0) return null;
  return <Inline nodes={groups.map((group) => ({ type: 'marker', group }))} />;
}
