using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using OpenTelemetry;

namespace Sluice.Local.Hosting;

/// <summary>
/// Writes each trace as text when it has ended: a line for the trace, and below it a line per span with a bar that shows its time.
/// </summary>
/// <param name="output">The writer of the lines.</param>
internal sealed class TraceLines(TextWriter output) : BaseExporter<Activity>
{
    private const int Width = 40;

    private readonly ConcurrentDictionary<ActivityTraceId, ConcurrentQueue<Activity>> parts = [];

    /// <inheritdoc/>
    public override ExportResult Export(in Batch<Activity> batch)
    {
        foreach (var span in batch)
        {
            if (span.ParentSpanId != default)
            {
                parts.GetOrAdd(span.TraceId, _ => []).Enqueue(span);
                continue;
            }

            parts.TryRemove(span.TraceId, out var children);
            output.Write(Describe(span, [.. (children ?? []).OrderBy(c => c.StartTimeUtc)]));
        }

        return ExportResult.Success;
    }

    private static string Describe(Activity trace, IReadOnlyList<Activity> children)
    {
        var tags = trace.TagObjects.Where(t => t.Value is not null)
            .Select(t => string.Create(CultureInfo.InvariantCulture, $"{Short(t.Key)}={t.Value}"));
        var lines = new List<string>
        {
            $"trace {trace.TraceId}: {trace.DisplayName}, {Seconds(trace.Duration)} s ({string.Join(", ", tags)})",
        };
        lines.AddRange(children.Select(c => $"  {c.DisplayName,-8} {Seconds(c.Duration),8} s |{Bar(trace, c)}|{Busy(c)}"));
        return string.Join(Environment.NewLine, lines) + Environment.NewLine;
    }

    private static string Bar(Activity trace, Activity part)
    {
        var scale = Width / Math.Max(trace.Duration.TotalSeconds, 1e-9);
        var start = Math.Clamp((int)((part.StartTimeUtc - trace.StartTimeUtc).TotalSeconds * scale), 0, Width - 1);
        var length = Math.Clamp((int)Math.Round(part.Duration.TotalSeconds * scale), 1, Width - start);
        return new string(' ', start) + new string('#', length) + new string(' ', Width - start - length);
    }

    private static string Busy(Activity part) =>
        part.GetTagItem("sluice.load.stage.busy") is double seconds ? $" busy {Seconds(TimeSpan.FromSeconds(seconds))} s" : "";

    private static string Short(string name) => name.Replace("sluice.", "", StringComparison.Ordinal);

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);
}
