using System.Collections.Concurrent;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Sluice.IntegrationTests.AzureStorage;

/// <summary>Records the byte ranges that a client downloads, as (first byte, last byte).</summary>
public sealed class RangeRecorder : HttpPipelineSynchronousPolicy
{
    private readonly ConcurrentQueue<(long First, long Last)> ranges = new();

    public IReadOnlyList<(long First, long Last)> Ranges => [.. ranges];

    public long Bytes => ranges.Sum(r => r.Last - r.First + 1);

    public override void OnSendingRequest(HttpMessage message)
    {
        if (message.Request.Method == RequestMethod.Get && message.Request.Headers.TryGetValue("x-ms-range", out var range))
        {
            var ends = range["bytes=".Length..].Split('-');
            ranges.Enqueue((long.Parse(ends[0], null), long.Parse(ends[1], null)));
        }
    }
}
