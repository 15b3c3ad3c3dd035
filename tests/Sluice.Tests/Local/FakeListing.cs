using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Sluice.Tests.Local;

/// <summary>Answers listings of a container with its current blobs, all last modified in the same second.</summary>
internal sealed class FakeListing : HttpPipelineTransport
{
    /// <summary>The versions of blobs, by name.</summary>
    public SortedDictionary<string, string> Blobs { get; } = [];

    /// <summary>The most blobs on a page.</summary>
    public int PageSize { get; init; } = int.MaxValue;

    /// <summary>How many requests there were.</summary>
    public int Requests { get; private set; }

    /// <summary>Called with the number of the request before each answer.</summary>
    public Action<int> BeforeAnswer { get; set; } = _ => { };

    public override Request CreateRequest() => HttpClientTransport.Shared.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException();

    public override ValueTask ProcessAsync(HttpMessage message)
    {
        BeforeAnswer(++Requests);
        var query = message.Request.Uri.Query;
        var marker = query.Split("marker=") is [_, var m] ? int.Parse(m, System.Globalization.CultureInfo.InvariantCulture) : 0;
        var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?><EnumerationResults ContainerName=\"data\"><Blobs>");
        foreach (var (name, etag) in Blobs.Skip(marker).Take(PageSize))
        {
            xml.Append(null, $"<Blob><Name>{name}</Name><Properties><Last-Modified>Mon, 01 Jun 2026 10:00:00 GMT</Last-Modified>");
            xml.Append(null, $"<Etag>{etag}</Etag></Properties></Blob>");
        }

        var next = marker + PageSize < Blobs.Count ? $"{marker + PageSize}" : "";
        xml.Append(null, $"</Blobs><NextMarker>{next}</NextMarker></EnumerationResults>");
        message.Response = new FakeResponse { ContentStream = new MemoryStream(Encoding.UTF8.GetBytes(xml.ToString())) };
        return ValueTask.CompletedTask;
    }
}
