/** The words that widgets add to what the server sends. */
export interface WidgetStrings {
  readonly choose: string;
  readonly chooseDate: string;
  readonly clear: string;
  readonly search: string;
  readonly noMatches: string;
  readonly showMore: (count: number) => string;
  readonly details: string;
  readonly nextMonth: string;
  readonly previousMonth: string;
  readonly failed: string;
  readonly working: string;
  readonly chart: string;
}

const ENGLISH: WidgetStrings = {
  choose: 'Choose…',
  chooseDate: 'Choose a date',
  clear: 'Clear',
  search: 'Search',
  noMatches: 'No matches',
  showMore: (count) => `Show ${count} more`,
  details: 'Details',
  nextMonth: 'Next month',
  previousMonth: 'Previous month',
  failed: 'That did not work. Please try again.',
  working: 'Working…',
  chart: 'Chart data',
};

const URDU: WidgetStrings = {
  choose: 'منتخب کریں…',
  chooseDate: 'تاریخ منتخب کریں',
  clear: 'صاف کریں',
  search: 'تلاش کریں',
  noMatches: 'کوئی نتیجہ نہیں',
  showMore: (count) => `مزید ${count} دکھائیں`,
  details: 'تفصیلات',
  nextMonth: 'اگلا مہینہ',
  previousMonth: 'پچھلا مہینہ',
  failed: 'یہ کام نہیں ہو سکا۔ براہِ کرم دوبارہ کوشش کریں۔',
  working: 'جاری ہے…',
  chart: 'چارٹ کے اعداد',
};

export function widgetStrings(locale: string): WidgetStrings {
  return /^ur\b/i.test(locale) ? URDU : ENGLISH;
}
