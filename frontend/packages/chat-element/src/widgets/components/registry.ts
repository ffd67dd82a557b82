import type { Widgets } from '@openai/chatkit';
import { Basic } from './Basic.js';
import { Button } from './Button.js';
import { Card } from './Card.js';
import { Checkbox, RadioGroup } from './Choices.js';
import { Badge, IconNode, Image, MarkdownNode } from './Content.js';
import { DatePicker } from './DatePicker.js';
import { Form } from './Form.js';
import { Input, Textarea } from './Input.js';
import { Box, Col, Divider, Row, Spacer } from './Layout.js';
import { ListView, ListViewItem } from './ListView.js';
import { Select } from './Select.js';
import { Chart, Table, TableCell, TableRow } from './Table.js';
import { Caption, Label, Text, Title } from './Text.js';
import { Transition } from './Transition.js';
import type { NodeComponent } from './types.js';

/** Every type of the protocol; a type that the official package adds fails to compile here. */
export type ComponentType =
  | (Widgets.WidgetRoot | Widgets.WidgetComponent | Widgets.ListViewItem)['type']
  | 'Chart';

export const COMPONENTS: Readonly<Record<ComponentType, NodeComponent>> = {
  Badge,
  Basic,
  Box,
  Button,
  Caption,
  Card,
  Chart,
  Checkbox,
  Col,
  DatePicker,
  Divider,
  Form,
  Icon: IconNode,
  Image,
  Input,
  Label,
  ListView,
  ListViewItem,
  Markdown: MarkdownNode,
  RadioGroup,
  Row,
  Select,
  Spacer,
  Table,
  'Table.Cell': TableCell,
  'Table.Row': TableRow,
  Text,
  Textarea,
  Title,
  Transition,
};
