// biome-ignore-all lint/suspicious/noArrayIndexKey: rows of data have no ids
// biome-ignore-all lint/a11y/noNoninteractiveTabindex: a scroller must be reachable without a pointer
import type { JSX } from 'preact';
import {
  childKeys,
  childrenOf,
  flag,
  isRecord,
  number,
  oneOf,
  text,
  type WidgetNode,
} from '../node.js';
import { useRuntime } from '../runtime.js';
import { defined } from '../style/box.js';
import { cssSides, cssSize } from '../style/values.js';
import { Children } from './Children.js';
import type { NodeProps } from './types.js';

/** A table whose leading header rows are its head. */
export function Table({ node }: NodeProps): JSX.Element {
  const rows = childrenOf(node).filter((row) => row.type === 'Table.Row');
  const firstBody = rows.findIndex((row) => !flag(row, 'header'));
  const split = firstBody < 0 ? rows.length : firstBody;
  return (
    <div class="ck-w-table" tabIndex={0}>
      <table>
        {split > 0 && <thead>{drawRows(rows.slice(0, split))}</thead>}
        <tbody>{drawRows(rows.slice(split))}</tbody>
      </table>
    </div>
  );
}

function drawRows(rows: readonly WidgetNode[]): readonly JSX.Element[] {
  const keys = childKeys(rows);
  return rows.map((row, index) => <TableRow key={keys[index] ?? index} node={row} />);
}

export function TableRow({ node }: NodeProps): JSX.Element {
  const cells = childrenOf(node).filter((cell) => cell.type === 'Table.Cell');
  const keys = childKeys(cells);
  const isHeader = flag(node, 'header');
  return (
    <tr>
      {cells.map((cell, index) => (
        <TableCell key={keys[index] ?? index} node={cell} isHeader={isHeader} />
      ))}
    </tr>
  );
}

const COLUMN_SIZES = { xs: '64px', sm: '96px', md: '144px', lg: '208px', xl: '288px' } as const;
const VERTICAL = { start: 'top', center: 'middle', end: 'bottom' } as const;

export function TableCell({
  node,
  isHeader = false,
}: NodeProps & { isHeader?: boolean }): JSX.Element {
  const column = oneOf(node, 'colSize', ['xs', 'sm', 'md', 'lg', 'xl']);
  const vertical = oneOf(node, 'vAlign', ['start', 'center', 'end']);
  const padding = cssSides(node.padding);
  const style = defined({
    width: cssSize(node.width) ?? (column && COLUMN_SIZES[column]),
    textAlign: oneOf(node, 'align', ['start', 'center', 'end']),
    verticalAlign: vertical && VERTICAL[vertical],
    paddingTop: padding.top,
    paddingRight: padding.right,
    paddingBottom: padding.bottom,
    paddingLeft: padding.left,
  });
  const span = { colSpan: spanOf(node, 'colSpan'), rowSpan: spanOf(node, 'rowSpan') };
  return isHeader ? (
    <th scope="col" style={style} {...span}>
      <Children node={node} />
    </th>
  ) : (
    <td style={style} {...span}>
      <Children node={node} />
    </td>
  );
}

const WIDEST_SPAN = 100;

function spanOf(node: WidgetNode, name: 'colSpan' | 'rowSpan'): number | undefined {
  const span = number(node, name);
  return span === undefined || span < 1 ? undefined : Math.min(WIDEST_SPAN, Math.floor(span));
}

/** A chart's data as a table, which every reader can use. */
export function Chart({ node }: NodeProps): JSX.Element {
  const { strings } = useRuntime();
  const data = Array.isArray(node.data) ? node.data.filter(isRecord) : [];
  const axis = axisKey(node);
  const series = (Array.isArray(node.series) ? node.series : [])
    .filter(isRecord)
    .flatMap((entry) => {
      const key = text(entry, 'dataKey');
      return key === undefined ? [] : [{ key, label: text(entry, 'label') ?? key }];
    });
  return (
    <div class="ck-w-table" tabIndex={0}>
      <table>
        <caption>{text(node, 'title') ?? strings.chart}</caption>
        <thead>
          <tr>
            <th scope="col">{axis}</th>
            {series.map(({ label }, index) => (
              <th key={index} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.map((row, index) => (
            <tr key={index}>
              <th scope="row">{axisLabel(node, text(row, axis) ?? '')}</th>
              {series.map(({ key }, column) => (
                <td key={column}>{text(row, key)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function axisKey(node: WidgetNode): string {
  const axis = node.xAxis;
  return (isRecord(axis) ? text(axis, 'dataKey') : text(node, 'xAxis')) ?? '';
}

function axisLabel(node: WidgetNode, value: string): string {
  const axis = node.xAxis;
  const labels = isRecord(axis) && isRecord(axis.labels) ? axis.labels : {};
  return text(labels, value) ?? value;
}
