using System.Globalization;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.AzureStorage;
using Sluice.Benchmarks.Comparing;
using Sluice.DuckDb;
using Sluice.DuckDb.Instance;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Ledger;
using Sluice.Loading;
using Sluice.Operations;

namespace Sluice.Benchmarks.Rows;

/// <summary>
/// A sweep over files that are all loaded, beside a listing of them with the SDK. Each file has one line. Only one is loaded: the
/// ledger has copies of its row for the others, which makes no difference to a sweep.
/// </summary>
/// <param name="workspace">The workspace.</param>
internal sealed class SweptFiles(Workspace workspace) : Comparison
{
    /// <summary>The row's key.</summary>
    public const string RowKey = "sweep";

    private const string Container = "sweep";
    private const int Uploads = 16;

    private readonly LakeDefinition lake = new("sweep",
    [
        new Dataset
        {
            Name = "swept",
            Paths = [new DatasetPath(Container, "**/*.csv")],
            Schema = new TableSchema { Fields = [new Field { Name = "id", Column = new ColumnType(ColumnKind.Text) }] },
        },
    ]);

    private BlobContainerClient? container;
    private DuckDbWarehouse? warehouse;
    private OperationStarter? operations;

    /// <inheritdoc/>
    public override string Key => RowKey;

    /// <inheritdoc/>
    public override string Name => $"sweep over {workspace.Options.Files:N0} loaded files";

    /// <inheritdoc/>
    public override string PeerName => "listing them with the SDK";

    /// <inheritdoc/>
    public override Limit Limit => new(1.5);

    /// <inheritdoc/>
    public override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var client = (await workspace.StorageAsync(cancellationToken)).CreateClient();
        var storage = new AzureLake(client);
        await storage.EnsureContainersAsync([Container, RejectsFile.Container], cancellationToken);
        container = client.GetBlobContainerClient(Container);
        var content = BinaryData.FromString("id\n1\n");
        await Parallel.ForAsync(
            0, workspace.Options.Files, new ParallelOptions { MaxDegreeOfParallelism = Uploads, CancellationToken = cancellationToken },
            async (file, token) => await container.UploadBlobAsync(NameOf(file), content, token));

        warehouse = DuckDbWarehouse.Open(workspace.NewPath("sweep.duckdb"));
        await warehouse.PrepareAsync(lake, cancellationToken);
        var options = new LoaderOptions();
        var loader = new Loader(lake, storage, warehouse, options, TimeProvider.System, NullLogger<Loader>.Instance);
        Worker? worker = null;
        var queue = new ProcessDispatcher(() => worker!, warehouse, options, NullLogger<ProcessDispatcher>.Instance);
        worker = new Worker(
            lake, storage, warehouse, loader, options, new RetentionOptions(), queue, TimeProvider.System,
            NullLogger<Worker>.Instance);
        operations = new OperationStarter(warehouse, queue, TimeProvider.System);
        await loader.LoadAsync($"{Container}/{NameOf(0)}", LoadTrigger.Command, progress: null, cancellationToken);
        await CopyLedgerAsync(storage, cancellationToken);
    }

    /// <inheritdoc/>
    public override Task<double> RunOwnAsync(CancellationToken cancellationToken) => Measured.MillisecondsAsync(async () =>
    {
        var started = await operations!.StartAsync(WorkRequest.Sweep(), cancellationToken);
        var result = await operations.WaitAsync(started.Id, longest: null, onProgress: null, cancellationToken);
        if ((result.Matched, result.Unchanged) != (workspace.Options.Files, workspace.Options.Files))
        {
            throw new InvalidOperationException(
                $"Of {workspace.Options.Files} files {result.Matched} were found, {result.Unchanged} of them unchanged.");
        }
    });

    /// <inheritdoc/>
    public override Task<double> RunPeerAsync(CancellationToken cancellationToken) => Measured.MillisecondsAsync(async () =>
    {
        var count = 0;
        await foreach (var blob in container!.GetBlobsAsync(cancellationToken: cancellationToken))
        {
            count++;
        }

        if (count != workspace.Options.Files)
        {
            throw new InvalidOperationException($"{count} of {workspace.Options.Files} files are listed.");
        }
    });

    /// <inheritdoc/>
    protected override ValueTask CloseAsync() => warehouse?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static string NameOf(int file) => string.Create(CultureInfo.InvariantCulture, $"{file / 1000:D3}/{file:D6}.csv");

    // The row of the one loaded file, for each listed file.
    private async Task CopyLedgerAsync(AzureLake storage, CancellationToken cancellationToken)
    {
        using var connection = warehouse!.OpenConnection();
        // The warehouse takes little memory while it does not work, too little to copy a ledger at once.
        var limit = connection.Read("SELECT current_setting('memory_limit')", r => r.GetString(0)).Single();
        connection.Execute("SET memory_limit = '2GB'");
        connection.Execute("CREATE TEMP TABLE listed (path VARCHAR, etag VARCHAR, modified TIMESTAMP, created TIMESTAMP)");
        using (var appender = connection.CreateAppender("temp", "main", "listed"))
        {
            await foreach (var file in storage.ListAsync(Container, "", cancellationToken))
            {
                appender.CreateRow().AppendValue(file.Path).AppendValue(file.ETag).AppendValue(file.LastModified.UtcDateTime)
                    .AppendValue(file.CreatedOn.UtcDateTime).EndRow();
            }
        }

        connection.Execute(
            "INSERT INTO sluice.file BY NAME SELECT f.* REPLACE (nextval('sluice.file_id') AS id, l.path AS path, "
            + "l.etag AS etag, l.etag AS checkpoint_etag, "
            + "l.modified AS last_modified, l.modified AS rows_modified, l.created AS checkpoint_created_on) "
            + "FROM listed AS l, sluice.file AS f WHERE l.path <> f.path");
        connection.Execute($"SET memory_limit = '{limit}'");
    }
}
