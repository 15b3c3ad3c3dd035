using Azure.Core;
using Azure.Core.Pipeline;

namespace Sluice.IntegrationTests.AzureStorage;

/// <summary>Makes the service answer a listing two blobs at a time.</summary>
public sealed class SmallPages : HttpPipelineSynchronousPolicy
{
    private int pages;

    public int Pages => pages;

    public override void OnSendingRequest(HttpMessage message)
    {
        if (message.Request.Uri.Query.Contains("comp=list", StringComparison.Ordinal))
        {
            pages++;
            message.Request.Uri.AppendQuery("maxresults", "2");
        }
    }
}
