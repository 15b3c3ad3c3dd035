namespace Sluice.Local.Storage;

/// <summary>The addresses of a running Azurite.</summary>
/// <param name="ProcessId">The id of its process.</param>
/// <param name="Blob">The address of its blob service, without the account.</param>
/// <param name="Queue">The address of its queue service, without the account.</param>
/// <param name="Table">The address of its table service, without the account.</param>
/// <param name="UsersPort">The port on 127.0.0.1 to which other processes connect. Azurite runs as long as one of them is connected.
/// </param>
internal sealed record AzuriteEndpoints(int ProcessId, Uri Blob, Uri Queue, Uri Table, int UsersPort)
{
    private const string Account = "devstoreaccount1";

    // Not a secret: the account and key that every storage emulator has, published in its documentation.
    private const string WellKnownKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// <summary>The connection string of its one account.</summary>
    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={WellKnownKey};"
        + $"BlobEndpoint={new Uri(Blob, Account)};QueueEndpoint={new Uri(Queue, Account)};TableEndpoint={new Uri(Table, Account)};";
}
