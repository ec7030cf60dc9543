import { Sparkline } from '@mantine/charts';

/** A line without numbers: it only shows whether there is more or less. */
export default function Trend({ days, label }: { days: number[]; label: string }) {
  return (
    <div role="img" aria-label={label}>
      <Sparkline h={40} data={days} curveType="linear" color="indigo.6" fillOpacity={0.25} />
    </div>
  );
}
