namespace Sluice.Local.Storage;

/// <summary>Where an Azurite answers.</summary>
/// <param name="ProcessId">Its process.</param>
/// <param name="Blob">The address of its blob service, without the account.</param>
/// <param name="Queue">The address of its queue service, without the account.</param>
/// <param name="Table">The address of its table service, without the account.</param>
/// <param name="UsersPort">
/// The port on 127.0.0.1 for other processes that use it. Each holds a connection to it, and Azurite runs as long as there is one.
/// </param>
public sealed record AzuriteEndpoints(int ProcessId, Uri Blob, Uri Queue, Uri Table, int UsersPort)
{
    private const string Account = "devstoreaccount1";

    // Not a secret: the account and key that every storage emulator has, published in its documentation.
    private const string WellKnownKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// <summary>The connection string of its one account.</summary>
    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={WellKnownKey};"
        + $"BlobEndpoint={new Uri(Blob, Account)};QueueEndpoint={new Uri(Queue, Account)};TableEndpoint={new Uri(Table, Account)};";
}
