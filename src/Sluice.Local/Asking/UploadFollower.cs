using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Sluice.Lake;
using Sluice.Local.Terminal;
using Spectre.Console;

namespace Sluice.Local.Asking;

/// <summary>Follows in the ledger how uploaded files are loaded.</summary>
internal sealed class UploadFollower
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    // Events come within seconds. The sweep finds what they have lost, but only once an hour.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly LakeClient client;
    private long before;

    private UploadFollower(LakeClient client, long before)
    {
        this.client = client;
        this.before = before;
    }

    /// <summary>Begins to follow. Call it before the first upload.</summary>
    public static async Task<UploadFollower> StartAsync(LakeClient client, CancellationToken cancellationToken) => new(
        client,
        await client.ReadAsync("loads?$orderby=id desc&$top=1&$select=id", cancellationToken) is [var newest]
            ? newest.GetProperty("id").GetInt64()
            : 0);

    /// <summary>The paths of the versions that are loaded already, so that no load of them will come.</summary>
    public async Task<IReadOnlyList<string>> FindLoadedAsync(
        IReadOnlyList<FileVersion> versions, CancellationToken cancellationToken)
    {
        List<string> loaded = [];
        foreach (var version in versions)
        {
            var file = await client.ReadAsync(
                $"files?$filter=path eq '{version.Path.Replace("'", "''", StringComparison.Ordinal)}' and state eq 'loaded'&$select=etag",
                cancellationToken);
            loaded.AddRange(file is [var known] && known.GetProperty("etag").GetString() == version.ETag ? [version.Path] : []);
        }

        return loaded;
    }

    /// <summary>Waits until each version has a load that has ended.</summary>
    /// <returns>The newest load of each version, in the order of the versions.</returns>
    /// <exception cref="CommandException">None of the files that are left has been loaded for two minutes.</exception>
    public async Task<IReadOnlyList<JsonElement>> FollowAsync(
        IReadOnlyList<FileVersion> versions, ProgressContext context, CancellationToken cancellationToken)
    {
        var bar = context.AddTask("load", maxValue: Math.Max(1, versions.Sum(v => v.Length)));
        var ended = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var (watch, last) = (Stopwatch.StartNew(), 0L);
        while (true)
        {
            var (bytes, oldestRunning) = (0L, (long?)null);
            var loads = await client.ReadAsync(
                string.Create(CultureInfo.InvariantCulture, $"loads?$filter=id gt {before}&$orderby=id"), cancellationToken);
            foreach (var load in loads)
            {
                var key = KeyOf(load.GetProperty("file").GetString()!, load.GetProperty("etag").GetString()!);
                if (load.GetProperty("finished_at").ValueKind == JsonValueKind.Null)
                {
                    ended.Remove(key);
                    oldestRunning ??= load.GetProperty("id").GetInt64();
                    bytes += load.GetProperty("bytes").GetInt64();
                }
                else
                {
                    ended[key] = load;
                }
            }

            // What has ended is not asked for again.
            before = oldestRunning - 1 ?? (loads is [.., var newest] ? newest.GetProperty("id").GetInt64() : before);
            var done = versions.Where(v => ended.ContainsKey(KeyOf(v.Path, v.ETag))).ToList();
            bar.Value = bytes += done.Sum(v => v.Length);
            bar.Description = $"load {Show.Number(done.Count)} of {Show.Number(versions.Count)} files";
            if (done.Count == versions.Count)
            {
                bar.StopTask();
                return [.. versions.Select(v => ended[KeyOf(v.Path, v.ETag)])];
            }

            if (bytes != last)
            {
                last = bytes;
                watch.Restart();
            }
            else if (watch.Elapsed > Patience)
            {
                throw new CommandException(
                    ExitCode.Unavailable,
                    $"{versions.First(v => !done.Contains(v)).Path} has not been loaded for two minutes. `sluice status` shows what is. "
                        + "The next sweep loads what is left.");
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }

    private static string KeyOf(string path, string etag) => $"{path}\n{etag}";
}
