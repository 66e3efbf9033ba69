// The time below what is drawn by hand.
import { dateTimeFormat } from '@grafana/data';
import { useTheme2 } from '@grafana/ui';

export const AXIS_HEIGHT = 18;
const APART = 110;
const HOUR = 3_600_000;
// Days begin at midnight in Jakarta, where the dashboards are at home.
const OFFSET = 7 * HOUR;
const STEPS = [1, 2, 3, 6, 12, 24, 48, 96, 168, 336].map((hours) => hours * HOUR);

type Axis = { from: number; to: number; left: number; width: number; top: number; timeZone: string };

export function TimeAxis({ from, to, left, width, top, timeZone }: Axis) {
  const { secondary } = useTheme2().colors.text;
  const most = Math.max(1, width / APART);
  const step = STEPS.find((each) => (to - from) / each <= most) ?? STEPS[STEPS.length - 1];
  const first = Math.ceil((from + OFFSET) / step) * step - OFFSET;
  const count = Math.max(0, Math.floor((to - first) / step) + 1);
  const format = step >= 24 * HOUR ? 'MM/DD' : 'MM/DD HH:mm';
  return (
    <g fontSize={12} fill={secondary} textAnchor="middle">
      {Array.from({ length: count }, (_, at) => first + at * step).map((moment) => (
        <text key={moment} x={left + ((moment - from) / (to - from)) * width} y={top + 14}>
          {dateTimeFormat(moment, { timeZone, format })}
        </text>
      ))}
    </g>
  );
}
