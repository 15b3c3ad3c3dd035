using System.Collections.Concurrent;
using System.Globalization;
using System.Xml.Linq;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Sluice.Local.Storage;

/// <summary>
/// Rewrites Azurite's answers to the SDK's container scan, so that the scan finds every upload soon.
/// <para>The scan lists a container's blobs every two seconds and treats those as new that were modified after the newest blob of the
/// previous scan. Times of blobs are whole seconds, so an upload in the same second as a scan is never found. This policy replaces the time
/// of each blob version by a time later than those of all versions listed before.
/// </para>
/// <para>An answer without new versions is held back and the request repeated, so that new blobs are found at once.</para>
/// </summary>
/// <param name="hold">How long an answer without new versions may be held back; zero if the scan has several containers.</param>
/// <param name="time">Tells the time that passes.</param>
internal sealed class ListingPolicy(TimeSpan hold, TimeProvider time) : HttpPipelinePolicy
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly DateTimeOffset Start = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly ConcurrentDictionary<string, Scan> scans = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var request = message.Request;
        if (request.Method != RequestMethod.Get || !request.Uri.Query.Contains("comp=list", StringComparison.Ordinal)
            || !request.Uri.Query.Contains("restype=container", StringComparison.Ordinal))
        {
            await ProcessNextAsync(message, pipeline);
            return;
        }

        var isFirstPage = !request.Uri.Query.Contains("marker=", StringComparison.Ordinal);
        var scan = scans.GetOrAdd(request.Uri.Path, _ => new Scan());
        var start = time.GetTimestamp();
        while (true)
        {
            var asked = time.GetTimestamp();
            await ProcessNextAsync(message, pipeline);
            if (message.Response is not { Status: 200, ContentStream: { } content })
            {
                return;
            }

            // Repeat slow listings less often.
            var pause = TimeSpan.FromTicks(Math.Max(Pause.Ticks, 4 * time.GetElapsedTime(asked).Ticks));
            var hasNews = scan.Rewrite(message.Response, content, isFirstPage);
            if (hasNews || !isFirstPage || time.GetElapsedTime(start) + pause > hold)
            {
                return;
            }

            message.Response.Dispose();
            await Task.Delay(pause, time, message.CancellationToken);
        }
    }

    /// <inheritdoc/>
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => ProcessNext(message, pipeline);

    // The versions listed of one container. The SDK lists a container page by page, one listing at a time.
    private sealed class Scan
    {
        private Dictionary<string, (string ETag, long Page)> known = [];
        private Dictionary<string, (string ETag, long Page)> seen = [];
        private long page;

        public bool Rewrite(Azure.Response response, Stream content, bool isFirstPage)
        {
            page++;
            if (isFirstPage)
            {
                seen = [];
            }

            var hasNews = false;
            var listing = XDocument.Load(content);
            foreach (var blob in listing.Descendants("Blob"))
            {
                var name = blob.Element("Name")!.Value;
                var properties = blob.Element("Properties")!;
                var etag = properties.Element("Etag")!.Value;
                if (!known.TryGetValue(name, out var version) || version.ETag != etag)
                {
                    version = (etag, page);
                    hasNews = true;
                }

                seen[name] = version;
                properties.Element("Last-Modified")!.Value = Start.AddSeconds(version.Page).ToString("R", CultureInfo.InvariantCulture);
            }

            var hasMore = !string.IsNullOrEmpty(listing.Root!.Element("NextMarker")?.Value);
            if (!hasMore)
            {
                known = seen;
            }

            var rewritten = new MemoryStream();
            listing.Save(rewritten);
            rewritten.Position = 0;
            content.Dispose();
            response.ContentStream = rewritten;
            return hasNews || hasMore;
        }
    }
}
