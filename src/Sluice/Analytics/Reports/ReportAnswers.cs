using System.IO.Hashing;
using System.Text;
using Sluice.Lake;
using Sluice.Warehouse;

namespace Sluice.Analytics.Reports;

/// <summary>
/// The answers of reports, each kept until the next load of a dataset that it reads: in memory, and in the lake for other instances and for
/// later. A kept answer needs no warehouse. Safe for concurrent use.
/// </summary>
/// <param name="stamps">When rows change.</param>
/// <param name="storage">The lake, or <see langword="null"/> to keep answers only in memory.</param>
/// <param name="version">The version of the app: another one may write the same rows in another way.</param>
public sealed class ReportAnswers(IRowStamps stamps, ILakeStorage? storage, string version)
{
    /// <summary>The longest answer that is kept, in bytes.</summary>
    internal const int MostBytes = 1024 * 1024;

    private const long MostOfAll = 32 * MostBytes;

    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Gate> gates = new(StringComparer.Ordinal);
    private long uses;

    /// <summary>The stamp of datasets, if it tells of all processes; otherwise <see langword="null"/>.</summary>
    public async Task<string?> StampAsync(IEnumerable<string> datasets, CancellationToken cancellationToken) =>
        stamps.AreShared ? await stamps.ReadAsync(datasets, cancellationToken) : null;

    /// <summary>Finds the answer that is kept, or waits for the turn to make it.</summary>
    /// <param name="reads">What the answer depends on, or <see langword="null"/> if it cannot be kept.</param>
    /// <param name="variant">What else the bytes depend on, such as the format.</param>
    /// <param name="sight">What the caller may see: callers with different rights have different answers. Empty for everything.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The turn, to dispose of when the request is answered.</returns>
    public async Task<AnswerTurn> EnterAsync(QueryReads? reads, string variant, string sight, CancellationToken cancellationToken)
    {
        if (reads is null)
        {
            return new AnswerTurn(null);
        }

        var key = KeyOf(version, reads.Text, variant, sight);
        if (await stamps.ReadAsync(reads.Datasets, cancellationToken) is not { } stamp)
        {
            return new AnswerTurn(null);
        }

        if (Find(key, stamp) is { } known)
        {
            return new AnswerTurn(known);
        }

        var gate = await EnterGateAsync(key, cancellationToken);
        try
        {
            // Before the rows are read: if they change meanwhile, the next stamp is another one.
            var answer = await stamps.ReadAsync(reads.Datasets, cancellationToken) is { } now
                ? Find(key, stamp = now) ?? await ReadAsync(key, stamp, cancellationToken)
                : null;
            if (answer is null)
            {
                return new AnswerTurn(null, (made, token) => KeepAsync(key, stamp, reads, made, token), () => Leave(key, gate));
            }

            Leave(key, gate);
            return new AnswerTurn(answer);
        }
        catch
        {
            Leave(key, gate);
            throw;
        }
    }

    /// <summary>Makes the answer of its bytes.</summary>
    internal static ReportAnswer Of(ReadOnlyMemory<byte> body) => new(body, $"\"{XxHash64.HashToUInt64(body.Span):x16}\"");

    private static string KeyOf(params ReadOnlySpan<string> parts)
    {
        var hash = new XxHash128();
        foreach (var part in parts)
        {
            hash.Append(Encoding.UTF8.GetBytes($"{part.Length}:{part}"));
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    private static string PathOf(string key) => $"{KeptFiles.Container}/{KeptFiles.Answers}{key}.txt";

    private ReportAnswer? Find(string key, string stamp)
    {
        lock (entries)
        {
            if (!entries.TryGetValue(key, out var entry) || entry.Stamp != stamp)
            {
                return null;
            }

            entry.LastUse = ++uses;
            return entry.Answer;
        }
    }

    private void Remember(string key, string stamp, ReportAnswer answer)
    {
        lock (entries)
        {
            entries[key] = new Entry(stamp, answer) { LastUse = ++uses };
            var bytes = entries.Values.Sum(e => (long)e.Answer.Body.Length + e.Stamp.Length);
            while (bytes > MostOfAll)
            {
                var oldest = entries.MinBy(e => e.Value.LastUse);
                bytes -= oldest.Value.Answer.Body.Length + oldest.Value.Stamp.Length;
                entries.Remove(oldest.Key);
            }
        }
    }

    // An answer whose rows have changed meanwhile is of no use to anybody. It must not come back after an erasure either.
    private async Task KeepAsync(string key, string stamp, QueryReads reads, ReportAnswer answer, CancellationToken cancellationToken)
    {
        if (await stamps.ReadAsync(reads.Datasets, cancellationToken) != stamp)
        {
            return;
        }

        Remember(key, stamp, answer);
        if (storage is not null && stamps.AreShared)
        {
            using var content = new MemoryStream([.. Encoding.UTF8.GetBytes($"{stamp}\n"), .. answer.Body.Span]);
            try
            {
                await storage.UploadAsync(PathOf(key), content, progress: null, cancellationToken);
            }
            catch (LakeUnavailableException)
            {
                // It stays in memory.
            }
        }
    }

    private async Task<ReportAnswer?> ReadAsync(string key, string stamp, CancellationToken cancellationToken)
    {
        if (storage is null || !stamps.AreShared)
        {
            return null;
        }

        try
        {
            if (await storage.FindAsync(PathOf(key), cancellationToken) is not { } file)
            {
                return null;
            }

            using var content = new MemoryStream();
            await using (var stream = await storage.OpenReadAsync(file, 0, cancellationToken))
            {
                await stream.CopyToAsync(content, cancellationToken);
            }

            ReadOnlyMemory<byte> bytes = content.ToArray();
            var end = bytes.Span.IndexOf((byte)'\n');
            if (end < 0 || Encoding.UTF8.GetString(bytes.Span[..end]) != stamp)
            {
                return null;
            }

            var answer = Of(bytes[(end + 1)..]);
            Remember(key, stamp, answer);
            return answer;
        }
        catch (Exception e) when (e is LakeUnavailableException or LakeFileChangedException)
        {
            return null;
        }
    }

    private async Task<Gate> EnterGateAsync(string key, CancellationToken cancellationToken)
    {
        Gate? gate;
        lock (gates)
        {
            if (!gates.TryGetValue(key, out gate))
            {
                gates.Add(key, gate = new Gate());
            }

            gate.Users++;
        }

        try
        {
            await gate.Turn.WaitAsync(cancellationToken);
            return gate;
        }
        catch
        {
            Forget(key, gate);
            throw;
        }
    }

    private void Leave(string key, Gate gate)
    {
        gate.Turn.Release();
        Forget(key, gate);
    }

    private void Forget(string key, Gate gate)
    {
        lock (gates)
        {
            if (--gate.Users == 0)
            {
                gates.Remove(key);
            }
        }
    }

    private sealed class Gate
    {
        public SemaphoreSlim Turn { get; } = new(1);

        public int Users { get; set; }
    }

    private sealed record Entry(string Stamp, ReportAnswer Answer)
    {
        public long LastUse { get; set; }
    }
}
