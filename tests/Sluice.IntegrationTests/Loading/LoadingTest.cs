using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Sluice.AzureStorage;
using Sluice.DuckDb;
using Sluice.IntegrationTests.Azurite;
using Sluice.IntegrationTests.Warehouse;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Ledger;
using Sluice.Loading;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Loading;

/// <summary>Files in Azurite, rows in DuckDB, and the protocol between them: a lake of one dataset of cities, each with an id.</summary>
public abstract class LoadingTest(AzuriteFixture azurite) : IAsyncLifetime
{
    protected AzuriteFixture Azurite => azurite;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected string Container { get; } = $"c{Guid.NewGuid():N}";

    protected DuckDbWarehouse Warehouse { get; } = DuckDbWarehouse.Open(":memory:");

    protected AzureLake Storage { get; private set; } = null!;

    /// <summary>The loader's clock. Azurite has its own: its files are newer.</summary>
    protected FakeTimeProvider Time { get; } = new(LoadDriver.Noon);

    public async ValueTask InitializeAsync()
    {
        Storage = new AzureLake(LakeStorageSettings.FromConnectionString(azurite.ConnectionString).CreateClient());
        await Storage.EnsureContainersAsync([Container], Token);
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Warehouse.DisposeAsync();
    }

    protected async Task<Loader> PrepareAsync(
        LakeDefinition lake, LoaderOptions? options = null, ILakeStorage? storage = null, ILogger<Loader>? logger = null,
        IWarehouse? warehouse = null)
    {
        await Warehouse.PrepareAsync(lake, Token);
        return new Loader(
            lake, storage ?? Storage, warehouse ?? Warehouse, options ?? new LoaderOptions(), Time, logger ?? NullLogger<Loader>.Instance);
    }

    protected LakeDefinition Lake(
        WriteMode mode = WriteMode.Append, RejectPolicy? onReject = null, CsvDialect? dialect = null,
        DeletePolicy onDelete = DeletePolicy.Keep) => new("test",
    [
        new Dataset
        {
            Name = "cities",
            Paths = [new DatasetPath(Container, "*.csv")],
            WriteMode = mode,
            OnReject = onReject ?? RejectPolicy.SkipRow,
            OnDelete = onDelete,
            Dialect = dialect ?? CsvDialect.Default,
            Schema = new TableSchema
            {
                PrimaryKey = mode == WriteMode.Merge ? ["id"] : [],
                Fields =
                [
                    new Field
                    {
                        Name = "id",
                        Type = FieldType.Integer,
                        Column = new ColumnType(ColumnKind.Int64),
                        Constraints = new FieldConstraints { Required = true },
                    },
                    new Field { Name = "city", Column = new ColumnType(ColumnKind.Text) },
                ],
            },
        },
    ]);

    /// <summary>A lake whose ids are unique in each file.</summary>
    protected LakeDefinition UniqueLake()
    {
        var cities = Lake().Datasets[0];
        IReadOnlyList<Field> fields =
        [
            cities.Schema.Fields[0] with { Constraints = new FieldConstraints { Required = true, Unique = true } },
            cities.Schema.Fields[1],
        ];
        return new LakeDefinition("test", [cities with { Schema = cities.Schema with { Fields = fields } }]);
    }

    protected string PathOf(string name) => $"{Container}/{name}";

    protected Task<FileVersion> UploadAsync(string name, string content) =>
        Storage.UploadAsync(PathOf(name), new MemoryStream(Encoding.UTF8.GetBytes(content)), null, Token);

    /// <summary>Uploads a file until it is newer than another. The emulator counts last-modified in seconds.</summary>
    protected async Task<FileVersion> UploadLaterAsync(string name, string content, FileVersion than)
    {
        FileVersion file;
        do
        {
            file = await UploadAsync(name, content);
        }
        while (file.LastModified <= than.LastModified);

        return file;
    }

    /// <summary>Advances the clock until a load has ended. The load's pauses go by that clock.</summary>
    protected async Task<Load> AdvancingAsync(Task<Load> loading)
    {
        while (!loading.IsCompleted)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        return await loading;
    }

    protected async Task<Load> LoadAsync(Loader loader, string name, string content)
    {
        await UploadAsync(name, content);
        return await loader.LoadAsync(PathOf(name), LoadTrigger.Blob, null, Token);
    }

    protected async Task<string> ReadTextAsync(string path)
    {
        await using var stream = await Storage.OpenReadAsync((await Storage.FindAsync(path, Token))!, 0, Token);
        return await new StreamReader(stream, Encoding.UTF8).ReadToEndAsync(Token);
    }

    /// <summary>The rows as <c>id|city|_row</c>, ordered by id.</summary>
    protected List<string> Rows(string table = "cities") => Rows(Warehouse, table);

    private protected static List<string> Rows(DuckDbWarehouse warehouse, string table = "cities")
    {
        using var connection = warehouse.OpenConnection();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT id, coalesce(city, ''), _row FROM lake.{table} ORDER BY id, _row";
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add($"{reader.GetInt64(0)}|{reader.GetString(1)}|{reader.GetInt64(2)}");
        }

        return rows;
    }
}
