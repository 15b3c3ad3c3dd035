using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Sluice.IntegrationTests.Local;

/// <summary>Collects the lines of a stream. Callers can wait for a line.</summary>
internal sealed class LineReader
{
    private readonly List<string> lines = [];
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool hasEnded;

    public LineReader(StreamReader reader) => Ended = ReadAsync(reader);

    public Task Ended { get; }

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (lines)
            {
                return [.. lines];
            }
        }
    }

    /// <summary>The first line that matches a pattern, or null if the stream ends without one.</summary>
    public async Task<string?> FindAsync([StringSyntax(StringSyntaxAttribute.Regex)] string pattern)
    {
        while (true)
        {
            Task next;
            lock (lines)
            {
                if (lines.Find(l => Regex.IsMatch(l, pattern)) is { } line)
                {
                    return line;
                }

                if (hasEnded)
                {
                    return null;
                }

                next = changed.Task;
            }

            await next;
        }
    }

    private async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            Change(() => lines.Add(line));
        }

        Change(() => hasEnded = true);
    }

    private void Change(Action change)
    {
        TaskCompletionSource last;
        lock (lines)
        {
            change();
            last = changed;
            changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        last.SetResult();
    }
}
