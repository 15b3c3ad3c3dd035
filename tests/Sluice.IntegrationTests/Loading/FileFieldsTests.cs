using System.Globalization;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.IntegrationTests.Azurite;
using Sluice.IO;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Ledger;
using Sluice.Loading;
using Sluice.Operations;

namespace Sluice.IntegrationTests.Loading;

/// <summary>Files whose rows have values of their path, their name and their time: loaded, grown, replaced, swept, searched.</summary>
public sealed class FileFieldsTests(AzuriteFixture azurite) : LoadingTest(azurite)
{
    private static readonly byte[] HashKey = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    private static readonly LoaderOptions Options = new() { Concurrency = 2, Read = new ReadOptions { HashKey = HashKey } };

    [Fact]
    public async Task A_sweep_loads_the_files_of_all_folders_with_their_values()
    {
        await UploadAsync("eu/2025-01-31/a.csv", "id\n1\n2\n");
        await UploadAsync("us/2025-02-01/b.csv", "id\n3\nx\n");
        await UploadAsync("us/2025-13-40/c.csv", "id\n4\n");
        await UploadAsync("us/d.csv", "id\n5\n");

        var sweep = await SweepAsync(Lake());

        Assert.Equal((3, 2, 1), (sweep.Matched, sweep.Loaded, sweep.Refused));
        Assert.Equal(["1 eu 2025-01-31 a.csv", "2 eu 2025-01-31 a.csv", "3 us 2025-02-01 b.csv"], Values());
        var refused = (await Warehouse.FindFileAsync(PathOf("us/2025-13-40/c.csv"), Token))!;
        Assert.Equal((LoadState.Refused, 0), (refused.State, refused.Rows));
        var load = Assert.Single(await Warehouse.ReadLoadsAsync(new LedgerQuery { File = refused.Path }, Token));
        Assert.StartsWith(
            $"Field \"day\" comes from the path, and its value in {refused.Path} is not valid: \"2025-13-40\" is not a date", load.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_that_a_file_gains_have_the_time_of_the_version_that_has_them_first()
    {
        var loader = await PrepareAsync(Lake());
        var first = await UploadAsync("eu/2025-01-31/a.csv", "id\n1\n");
        await loader.LoadAsync(first.Path, LoadTrigger.Blob, null, Token);
        var second = await UploadLaterAsync("eu/2025-01-31/a.csv", "id\n1\n2\n", first);
        var grown = await loader.LoadAsync(first.Path, LoadTrigger.Blob, null, Token);

        Assert.Equal((LoadState.Loaded, (LoadKind?)LoadKind.Append, 1), (grown.State, grown.Kind, grown.Rows));
        Assert.Equal([$"1 {Of(first.LastModified)}", $"2 {Of(second.LastModified)}"], Query("id, uploaded"));

        var third = await UploadLaterAsync("eu/2025-01-31/a.csv", "id\n8\n9\n", second);
        var replaced = await loader.LoadAsync(first.Path, LoadTrigger.Blob, null, Token);

        Assert.Equal((LoadState.Loaded, (LoadKind?)LoadKind.Replace, 2), (replaced.State, replaced.Kind, replaced.Rows));
        Assert.Equal([$"8 {Of(third.LastModified)}", $"9 {Of(third.LastModified)}"], Query("id, uploaded"));
        Assert.Equal(["8 eu 2025-01-31 a.csv", "9 eu 2025-01-31 a.csv"], Values());

        static string Of(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task An_append_blob_that_grows_gains_rows_with_the_values_of_its_path()
    {
        var loader = await PrepareAsync(Lake());
        var blob = Azurite.Service.GetBlobContainerClient(Container).GetAppendBlobClient("eu/2025-01-31/a.csv");
        await blob.CreateAsync(cancellationToken: Token);
        foreach (var block in (string[])["id\n1\n", "2\n", "3\n"])
        {
            await AppendBlobs.AppendAsync(blob, System.Text.Encoding.UTF8.GetBytes(block));
            Assert.Equal(1, (await loader.LoadAsync(PathOf(blob.Name), LoadTrigger.Blob, null, Token)).Rows);
        }

        Assert.Equal(["1 eu 2025-01-31 a.csv", "2 eu 2025-01-31 a.csv", "3 eu 2025-01-31 a.csv"], Values());
    }

    [Fact]
    public async Task A_merge_has_a_key_of_the_path_and_a_column()
    {
        var lake = Lake(WriteMode.Merge);
        await UploadAsync("eu/2025-01-31/a.csv", "id\n1\n2\n");
        await UploadAsync("us/2025-01-31/a.csv", "id\n1\n");
        await SweepAsync(lake);
        var last = (await Storage.FindAsync(PathOf("us/2025-01-31/a.csv"), Token))!;
        await UploadLaterAsync("eu/2025-02-01/b.csv", "id\n2\n3\n", last);
        await SweepAsync(lake);

        Assert.Equal(
            ["1 eu 2025-01-31 a.csv", "1 us 2025-01-31 a.csv", "2 eu 2025-02-01 b.csv", "3 eu 2025-02-01 b.csv"], Values());
    }

    [Fact]
    public async Task A_rejects_file_that_is_mended_has_the_values_of_the_folder_that_it_is_put_into()
    {
        var loader = await PrepareAsync(Lake());
        var load = await LoadAsync(loader, "eu/2025-01-31/a.csv", "id\n1\nx\n");
        var rejects = await ReadTextAsync(load.RejectsFile!);
        var mended = await LoadAsync(loader, "us/2025-01-31/b.csv", rejects.Replace("\nx,", "\n2,", StringComparison.Ordinal));

        Assert.Equal((LoadState.Loaded, 1, 0), (mended.State, mended.Rows, mended.Rejected));
        Assert.Equal(["1 eu 2025-01-31 a.csv", "2 us 2025-01-31 b.csv"], Values());
    }

    [Fact]
    public async Task A_change_of_the_path_makes_rows_stale()
    {
        var lake = Lake();
        await UploadAsync("eu/2025-01-31/a.csv", "id\n1\n");
        await SweepAsync(lake);
        lake = new LakeDefinition("test", [lake.Datasets[0] with { Paths = [new DatasetPath(Container, "{region}/{day}/**/*.csv")] }]);
        var stale = FileSelection.ForDataset("visits") with { Stale = true };

        Assert.Equal(1, (await RunAsync(lake, WorkRequest.ForFiles(stale, LoadTrigger.Http))).Loaded);
        Assert.Equal(0, (await RunAsync(lake, WorkRequest.ForFiles(stale, LoadTrigger.Http))).Loaded);
        Assert.Equal(["1 eu 2025-01-31 a.csv"], Values());
    }

    [Fact]
    public async Task A_key_that_has_a_folder_is_erased_in_the_files_of_that_folder_only()
    {
        var lake = Lake(WriteMode.Merge);
        await UploadAsync("eu/2025-01-31/a.csv", "id\n1\n2\n2,x\n");
        await UploadAsync("us/2025-01-31/a.csv", "id\n2\n");
        await SweepAsync(lake);
        Assert.Equal(3, Values().Count);

        Assert.Null(ErasureKey.TryRead(
            lake.Datasets[0], new Dictionary<string, string> { ["region"] = "eu", ["id"] = "2" }, HashKey, Warehouse.Limits, out var key));
        var erasure = await RunAsync(lake, WorkRequest.ForKey(key!, LoadTrigger.Http));

        Assert.Equal((OperationState.Succeeded, 1, 1), (erasure.State, erasure.Rows, erasure.Rejected));
        Assert.Equal(["1 eu 2025-01-31 a.csv", "2 us 2025-01-31 a.csv"], Values());
        var remains = await Warehouse.ReadRemainsAsync(erasure.Id, 100, Token);
        Assert.Equal([2L, 3L], remains.Where(r => r.File == PathOf("eu/2025-01-31/a.csv")).Select(r => r.Row).Order());
        Assert.DoesNotContain(remains, r => r.File == PathOf("us/2025-01-31/a.csv"));
    }

    private LakeDefinition Lake(WriteMode mode = WriteMode.Append) => new("test",
    [
        new Dataset
        {
            Name = "visits",
            Paths = [new DatasetPath(Container, "{region}/{day}/*.csv")],
            WriteMode = mode,
            Schema = new TableSchema
            {
                PrimaryKey = mode == WriteMode.Merge ? ["region", "id"] : [],
                Fields =
                [
                    new Field
                    {
                        Name = "region",
                        From = FieldSource.Path,
                        Column = new ColumnType(ColumnKind.Text),
                        Constraints = new FieldConstraints { Required = true },
                    },
                    new Field { Name = "day", From = FieldSource.Path, Type = FieldType.Date, Column = new ColumnType(ColumnKind.Date) },
                    new Field
                    {
                        Name = "id",
                        Type = FieldType.Integer,
                        Column = new ColumnType(ColumnKind.Int64),
                        Constraints = new FieldConstraints { Required = true },
                    },
                    new Field { Name = "source", From = FieldSource.FileName, Column = new ColumnType(ColumnKind.Text) },
                    new Field
                    {
                        Name = "uploaded",
                        From = FieldSource.FileLastModified,
                        Type = FieldType.Datetime,
                        Column = new ColumnType(ColumnKind.Timestamp),
                    },
                ],
            },
        },
    ]);

    private Task<Operation> SweepAsync(LakeDefinition lake) => RunAsync(lake, WorkRequest.Sweep());

    private async Task<Operation> RunAsync(LakeDefinition lake, WorkRequest request)
    {
        using var loader = await PrepareAsync(lake, Options);
        var sweeper = new Sweeper(lake, Storage, Warehouse, loader, Options, Time, NullLogger.Instance);
        var started = await sweeper.Operations.StartAsync(request, Token);
        return await sweeper.Operations.WaitAsync(started.Id, longest: null, onProgress: null, Token);
    }

    private List<string> Values() => Query("id, region, day, source");

    private List<string> Query(string columns)
    {
        using var connection = Warehouse.OpenConnection();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT concat_ws(' ', {columns}) FROM lake.visits ORDER BY id, region";
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }
}
