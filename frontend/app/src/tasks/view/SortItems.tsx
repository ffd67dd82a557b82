'use client';

import { MenuChoices } from '@/ui/menu-items';
import { SORT_LABELS, SORTS } from '../model/sort';

type Sort = (typeof SORTS)[number];

/** The orders, to choose from. */
export function SortItems({ sort, onSort }: { sort: Sort; onSort: (sort: Sort) => void }) {
  return (
    <MenuChoices
      label="Sort by"
      value={sort}
      onChange={onSort}
      choices={SORTS.map((value) => ({ value, label: SORT_LABELS[value] }))}
    />
  );
}
