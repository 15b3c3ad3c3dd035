using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Ledger;
using Sluice.Rows;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Warehouse;

public abstract partial class WarehouseContract
{
    [Fact]
    public async Task Tombstones_are_there_once_each_and_read_after_an_id()
    {
        var first = await AddTombstonesAsync(0, "a", "b", "c");
        Assert.Equal(["a", "b", "c"], first.Select(t => t.Root).Order(StringComparer.Ordinal));
        Assert.All(first, t => Assert.Equal(NewTombstone(t.Root) with { Id = t.Id }, t));
        Assert.True(first[0].Id > 0 && first[0].Id < first[1].Id && first[1].Id < first[2].Id);

        // Of the same dataset, hash and root, the first one stays.
        await Warehouse.AddTombstonesAsync(
            [
                NewTombstone("b") with { KeyId = "other" }, NewTombstone("b") with { Dataset = "Users" }, NewTombstone("d"),
                NewTombstone("d"),
            ],
            Cancel);

        var next = await Warehouse.ReadTombstonesAsync(first[^1].Id, Cancel);
        Assert.Equal(["Users b", "users d"], next.Select(t => $"{t.Dataset} {t.Root}").Order(StringComparer.Ordinal));
        Assert.Equal([.. first, .. next], await Warehouse.ReadTombstonesAsync(0, Cancel));
        Assert.Empty(await Warehouse.ReadTombstonesAsync(next[^1].Id, Cancel));
        await Warehouse.AddTombstonesAsync([], Cancel);
    }

    [Fact]
    public async Task A_key_that_goes_along_with_several_has_a_tombstone_for_each()
    {
        var both = new[] { NewTombstone("b"), NewTombstone("b") with { Root = "a" } };

        await Warehouse.AddTombstonesAsync(both, Cancel);
        await Warehouse.AddTombstonesAsync([NewTombstone("b") with { Root = "c" }, .. both], Cancel);

        Assert.Equal(["a", "b", "c"], (await Warehouse.ReadTombstonesAsync(0, Cancel)).Select(t => t.Root).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task More_tombstones_than_a_statement_adds_are_added()
    {
        var all = Enumerable.Range(0, 1234).Select(i => NewTombstone($"{i}")).ToList();

        await Warehouse.AddTombstonesAsync(all, Cancel);

        Assert.Equal(all.Select(t => t.Hash).Order(), (await Warehouse.ReadTombstonesAsync(0, Cancel)).Select(t => t.Hash).Order());
    }

    [Fact]
    public async Task No_tombstone_appears_before_one_that_was_read()
    {
        const int Writers = 4;
        const int Each = 15;
        using var end = new CancellationTokenSource();
        List<Tombstone> read = [];
        var reading = Task.Run(
            async () =>
            {
                while (!end.IsCancellationRequested)
                {
                    read.AddRange(await Warehouse.ReadTombstonesAsync(read.LastOrDefault()?.Id ?? 0, Cancel));
                }
            },
            Cancel);

        // Two writers at a time have the same keys.
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(w => Task.Run(
            async () =>
            {
                for (var i = 0; i < Each; i++)
                {
                    await Warehouse.AddTombstonesAsync([NewTombstone($"{w / 2} {i} x"), NewTombstone($"{w} {i} y")], Cancel);
                }
            },
            Cancel)));
        await end.CancelAsync();
        await reading;
        read.AddRange(await Warehouse.ReadTombstonesAsync(read.LastOrDefault()?.Id ?? 0, Cancel));

        Assert.Equal(await Warehouse.ReadTombstonesAsync(0, Cancel), read);
        Assert.Equal((Writers + (Writers / 2)) * Each, read.Select(t => t.Hash).Distinct().Count());
        Assert.Equal((Writers + (Writers / 2)) * Each, read.Count);
    }

    [Theory]
    [MemberData(nameof(WriteModes))]
    public async Task Values_of_every_kind_are_read_and_rows_with_them_are_erased(WriteMode mode)
    {
        var dataset = await PrepareKindsAsync(mode);
        var unit = await ReadTicksPerUnitAsync();
        object[] values =
        [
            "Zoë 😀", -7L, 12.50m, 0.1, true, new DateOnly(2024, 2, 29), new TimeOnly(unit),
            new DateTime(2024, 2, 29, 1, 2, 3).AddTicks(unit), -123456789012345678.0123456789m,
        ];
        object[] stored = [.. values];
        (stored[2], stored[8]) = ((Int128)1250, Int128.Parse("-1234567890123456780123456789", null));
        object?[] others = ["zoë 😀", 7L, (Int128)1251, -0.1, false, new DateOnly(2024, 2, 28), new TimeOnly(1, 2),
            new DateTime(2024, 2, 29), (Int128)0];
        var fields = dataset.Schema.Fields.Skip(1).Select(f => f.Name).ToList();
        List<object?[]> rows = [[1L, .. stored], [2L, .. others]];

        // In each of these rows, one value is missing or another one.
        rows.AddRange(values.Select((_, i) => (object?[])[10L + i, .. stored[..i], null, .. stored[(i + 1)..]]));
        rows.AddRange(values.Select((_, i) => (object?[])[30L + i, .. stored[..i], others[i], .. stored[(i + 1)..]]));
        await Driver.LoadAsync(dataset, LoadDriver.Version("data/kinds/a.csv"), rows);
        var operation = await PlanAsync();

        for (var i = 0; i < fields.Count; i++)
        {
            var one = new FieldValues([fields[i]], [values[i]]);
            var ids = await ReadKeyValuesAsync(dataset, ["id"], one);
            Assert.Equal((2 * values.Length) + 1 - 2, ids.Count);
            Assert.DoesNotContain("2", ids);
            Assert.DoesNotContain($"{10 + i}", ids);
            Assert.DoesNotContain($"{30 + i}", ids);
        }

        var read = await ReadAllValuesAsync(dataset, fields, null);
        Assert.Equal(2 + values.Length, read.Count);
        Assert.Equal(values, Assert.Single(await ReadAllValuesAsync(dataset, fields, new FieldValues(["id"], [1L]))));
        Assert.Equal(["1"], await ReadKeyValuesAsync(dataset, ["id"], new FieldValues(fields, values)));
        Assert.Equal(1, await Warehouse.EraseRowsAsync(operation, dataset, new FieldValues(fields, values), Cancel));
        Assert.Equal(0, await Warehouse.EraseRowsAsync(operation, dataset, new FieldValues(fields, values), Cancel));

        Assert.Equal(rows.Skip(1).Select(r => (long)r[0]!).Order(), await ReadIdsAsync(dataset));
        Assert.Equal(1, (await Warehouse.FindOperationAsync(operation, Cancel))!.Rows);
    }

    [Fact]
    public async Task Numbers_that_a_column_cannot_hold_are_in_no_row_of_it()
    {
        var dataset = await PrepareAsync(Datasets.Of("sums", Datasets.Decimal("small", 4, 2), Datasets.Decimal("large", 38, 0)));
        await Driver.LoadAsync(dataset, LoadDriver.Version("data/sums/a.csv"), [[(Int128)1235, (Int128)12]]);
        var operation = await PlanAsync();

        foreach (var number in new[] { 12.346m, 12.345m, 112.35m, decimal.MaxValue })
        {
            Assert.Empty(await ReadAllValuesAsync(dataset, ["large"], new FieldValues(["small"], [number])));
            Assert.Equal(0, await Warehouse.EraseRowsAsync(operation, dataset, new FieldValues(["small"], [number]), Cancel));
        }

        Assert.Equal(0, await Warehouse.EraseRowsAsync(operation, dataset, new FieldValues(["large"], [12.1m]), Cancel));
        Assert.Equal(0, await Warehouse.EraseRowsAsync(operation, dataset, new FieldValues(["large"], [decimal.MaxValue]), Cancel));
        Assert.Equal(1, await Warehouse.EraseRowsAsync(operation, dataset, new FieldValues(["small", "large"], [12.350m, 12.0m]), Cancel));
    }

    [Theory]
    [MemberData(nameof(WriteModes))]
    public async Task Texts_that_differ_only_in_case_or_in_spaces_at_the_end_are_not_erased(WriteMode mode)
    {
        var dataset = await PrepareNamesAsync(mode);
        string[] names = ["a", "A", "a ", " a", "á", "", " ", "a\u3000", "x'--", "\"x"];
        await Driver.LoadAsync(dataset, LoadDriver.Version("data/people/a.csv"), [.. names.Select(n => new object?[] { n, n })]);
        var operation = await PlanAsync();
        List<string> left = [.. names];

        foreach (var name in new[] { "a", " ", "x'--", "\"x" })
        {
            Assert.Equal([name], await ReadKeyValuesAsync(dataset, ["name"], new FieldValues(["other"], [name])));
            Assert.Equal(1, await Warehouse.EraseRowsAsync(operation, dataset, new FieldValues(["name"], [name]), Cancel));
            left.Remove(name);
            Assert.Equal(
                left.Order(StringComparer.Ordinal),
                (await ReadKeyValuesAsync(dataset, ["name"], null)).Order(StringComparer.Ordinal));
        }

        Assert.Equal(1, await Warehouse.EraseRowsAsync(operation, dataset, new FieldValues(["name", "other"], ["", ""]), Cancel));
        Assert.Equal(0, await Warehouse.EraseRowsAsync(operation, dataset, new FieldValues(["name", "other"], ["A", "a"]), Cancel));
        Assert.Equal(5, (await Warehouse.FindOperationAsync(operation, Cancel))!.Rows);
    }

    [Theory]
    [MemberData(nameof(WriteModes))]
    public async Task More_rows_than_a_transaction_deletes_are_erased_and_all_are_counted(WriteMode mode)
    {
        const int Many = 21_000;
        var dataset = await PrepareVisitsAsync(mode, FieldType.Datetime);
        var time = LoadDriver.Noon.UtcDateTime;
        await Driver.LoadAsync(
            dataset, LoadDriver.Version("data/people/a.csv", 1),
            [.. Enumerable.Range(0, Many + 2).Select(i => new object?[] { (long)i, i < Many ? time : null })]);
        var operation = await PlanAsync();

        Assert.Equal(Many, await Warehouse.EraseRowsAsync(operation, dataset, new FieldValues(["at"], [time]), Cancel));

        Assert.Equal([Many, Many + 1L], await ReadIdsAsync(dataset));
        Assert.Equal(Many, (await Warehouse.FindOperationAsync(operation, Cancel))!.Rows);
        Assert.Equal(Many + 2, (await FindFileAsync("data/people/a.csv")).Rows);
    }

    [Fact]
    public async Task Rows_of_all_files_are_erased_and_the_files_grow_as_before()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        var target = await Driver.StartAsync(dataset, LoadDriver.Version(A));
        target = await Driver.CommitAsync(target, People("1=Ann 2=Bob 1=Eve"), 1, LoadState.Loaded);
        await Driver.LoadAsync(dataset, LoadDriver.Version(B), People("3=Cid 1=Zoe"));
        var operation = await PlanAsync();

        Assert.Equal(3, await Warehouse.EraseRowsAsync(operation, dataset, new FieldValues(["id"], [1L]), Cancel));
        Assert.Equal("2=Bob 3=Cid", await ReadPeopleAsync(dataset));

        var grown = await Driver.StartAsync(dataset, LoadDriver.Version(A, 1, "v2"));
        Assert.Equal(target.File.Checkpoint!.Position, grown.File.Checkpoint!.Position);
        await Driver.CommitAsync(grown, People("4=Dan"), 4, LoadState.Loaded);
        await Driver.LoadAsync(dataset, LoadDriver.Version(B, 1, "v2"), People("3=Cy"), replace: true);

        Assert.Equal("2=Bob 3=Cy 4=Dan", await ReadPeopleAsync(dataset));
    }

    [Fact]
    public async Task A_row_that_is_kept_aside_is_read_and_does_not_come_back_after_it_is_erased()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Merge);
        await Driver.LoadAsync(dataset, LoadDriver.Version(A, 1), People("12=Ann 13=Bea"));
        await LoadUnendedAsync(dataset, LoadDriver.Version(B, 2), "7=Bob 12=Be");
        Assert.Equal(["Ann", "Be", "Bea", "Bob"], await ReadKeyValuesAsync(dataset, ["name"], null));
        Assert.Equal(["Ann", "Be"], await ReadKeyValuesAsync(dataset, ["name"], new FieldValues(["id"], [12L])));
        var operation = await PlanAsync();

        // The row that is kept aside is not counted.
        Assert.Equal(1, await Warehouse.EraseRowsAsync(operation, dataset, new FieldValues(["id"], [12L]), Cancel));

        Assert.Equal("7=Bob 13=Bea", await ReadPeopleAsync(dataset));
        await GrowAsync(dataset, LoadDriver.Version(B, 3, "v2"), from: 1, "123=Cid", complete: 2);
        Assert.Equal("7=Bob 13=Bea 123=Cid", await ReadPeopleAsync(dataset));
        Assert.Equal(["Bea", "Bob", "Cid"], await ReadKeyValuesAsync(dataset, ["name"], null));
        Assert.Equal(1, (await Warehouse.FindOperationAsync(operation, Cancel))!.Rows);
    }

    [Theory]
    [InlineData("Be", 1, "7=Bob 13=Bea", "7=Bob 13=Bea 123=Cid")]
    [InlineData("Ann", 0, "7=Bob 12=Be 13=Bea", "7=Bob 13=Bea 123=Cid")]
    public async Task A_row_is_erased_by_a_value_beside_its_key_with_what_is_kept_aside_for_it(
        string name, int erased, string left, string later)
    {
        var dataset = await PreparePeopleAsync(WriteMode.Merge);
        await Driver.LoadAsync(dataset, LoadDriver.Version(A, 1), People("12=Ann 13=Bea"));
        await LoadUnendedAsync(dataset, LoadDriver.Version(B, 2), "7=Bob 12=Be");

        Assert.Equal(erased, await Warehouse.EraseRowsAsync(0, dataset, new FieldValues(["name"], [name]), Cancel));

        Assert.Equal(left, await ReadPeopleAsync(dataset));
        Assert.DoesNotContain("Ann", await ReadKeyValuesAsync(dataset, ["name"], null));
        await GrowAsync(dataset, LoadDriver.Version(B, 3, "v2"), from: 1, "123=Cid", complete: 2);
        Assert.Equal(later, await ReadPeopleAsync(dataset));
    }

    [Theory]
    [MemberData(nameof(WriteModes))]
    public async Task Rows_are_erased_while_a_load_of_their_file_is_open_or_after_it_and_the_load_does_not_fail(WriteMode mode)
    {
        var dataset = await PreparePeopleAsync(mode);
        var first = LoadDriver.Version(A);
        var second = LoadDriver.Version(A, 1, "v2");
        await Driver.LoadAsync(dataset, first, People("1=Ann 2=Bob"));
        var operation = await PlanAsync();
        var target = await Driver.StartAsync(dataset, second);
        Task<long> erasing;
        await using (var transaction = await Warehouse.BeginAsync(target, Cancel))
        {
            await (mode == WriteMode.Merge ? transaction.SupersedeAsync(Cancel) : transaction.RemoveAsync(1, Cancel));
            erasing = Task.Run(() => Warehouse.EraseRowsAsync(operation, dataset, new FieldValues(["id"], [1L]), Cancel), Cancel);
            await transaction.WriteAsync(Batches.Of(dataset, People("2=Bea 3=Cid")), Cancel);
            await transaction.CommitAsync(LoadDriver.Progress(second, 2), Cancel);
        }

        var erased = await erasing;

        // The load has replaced the row first, or not. In a merge it keeps rows of the earlier version.
        Assert.InRange(erased, mode == WriteMode.Merge ? 1 : 0, 1);
        Assert.Equal("2=Bea 3=Cid", await ReadPeopleAsync(dataset));
        Assert.Equal(erased, (await Warehouse.FindOperationAsync(operation, Cancel))!.Rows);
    }

    [Theory]
    [MemberData(nameof(WriteModes))]
    public async Task Loads_and_erasures_at_the_same_time_fail_neither(WriteMode mode)
    {
        var dataset = await PreparePeopleAsync(mode);
        var operation = await PlanAsync();
        using var end = new CancellationTokenSource();
        var sum = 0L;
        var erasing = Task.Run(
            async () =>
            {
                while (!end.IsCancellationRequested)
                {
                    sum += await Warehouse.EraseRowsAsync(operation, dataset, new FieldValues(["name"], ["Ann"]), Cancel);
                    await ReadKeyValuesAsync(dataset, ["id"], new FieldValues(["name"], ["Bob"]));
                    await Warehouse.NoteFailureAsync(operation, "Busy.", Later, Cancel);
                }
            },
            Cancel);

        for (var i = 0; i < 10; i++)
        {
            await Driver.LoadAsync(
                dataset, LoadDriver.Version(A, i, $"v{i}"), People($"{3 + i}=Bob 1=Ann 2=Ann"), replace: i > 0);
        }

        await end.CancelAsync();
        await erasing;
        sum += await Warehouse.EraseRowsAsync(operation, dataset, new FieldValues(["name"], ["Ann"]), Cancel);
        Assert.Equal(
            mode == WriteMode.Merge ? string.Join(' ', Enumerable.Range(3, 10).Select(i => $"{i}=Bob")) : "12=Bob",
            await ReadPeopleAsync(dataset));
        Assert.Equal(sum, (await Warehouse.FindOperationAsync(operation, Cancel))!.Rows);
    }

    [Fact]
    public async Task Rejects_of_rows_are_erased_with_all_their_errors()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        var version = LoadDriver.Version(A);
        var first = await Driver.StartAsync(dataset, version);
        await using (var transaction = await Warehouse.BeginAsync(first, Cancel))
        {
            RejectError[] two = [new("id", "type", "is not an integer"), new("name", "required", "is missing")];
            await transaction.WriteAsync([LoadDriver.Reject(1, "x,Ann", two), LoadDriver.Reject(2, "y,Bob")], Cancel);
            await transaction.CommitAsync(LoadDriver.Progress(version, 0), Cancel);
        }

        var second = await LoadRejectsAsync(dataset, B, 300, LoadDriver.Noon);
        var third = await Driver.StartAsync(dataset, LoadDriver.Version(A, 1, "v2"));
        await using (var transaction = await Warehouse.BeginAsync(third, Cancel))
        {
            await transaction.WriteAsync([LoadDriver.Reject(3, "z,Cid"), LoadDriver.Reject(4, "z,Dan")], Cancel);
            await transaction.CommitAsync(LoadDriver.Progress(third.Version, 0), Cancel);
        }

        var operation = await PlanAsync();
        Assert.Empty(await Warehouse.EraseRejectsAsync(operation, "data/people/none.csv", [1], Cancel));
        Assert.Empty(await Warehouse.EraseRejectsAsync(operation, A, [], Cancel));

        Assert.Equal(
            [first.LoadId, third.LoadId],
            (await Warehouse.EraseRejectsAsync(operation, A, [1, 3, 99, 1], Cancel)).Order());
        Assert.Empty(await Warehouse.EraseRejectsAsync(operation, A, [1, 3], Cancel));

        var left = await Warehouse.ReadRejectsAsync(new LedgerQuery { File = A }, Cancel);
        Assert.Equal(["y,Bob", "z,Dan"], left.Select(r => r.RawText).Order(StringComparer.Ordinal));
        Assert.Equal(2, (await Warehouse.FindOperationAsync(operation, Cancel))!.Rejected);

        Assert.Equal([second], await Warehouse.EraseRejectsAsync(operation, B, [.. Enumerable.Range(1, 299).Select(i => (long)i)], Cancel));
        Assert.Equal(300, Assert.Single(await Warehouse.ReadRejectsAsync(new LedgerQuery { File = B }, Cancel)).Row);
        Assert.Equal(301, (await Warehouse.FindOperationAsync(operation, Cancel))!.Rejected);
    }

    [Fact]
    public async Task Records_of_the_lake_are_recorded_in_place_of_those_before_and_read_by_file_and_row()
    {
        var operation = await PlanAsync();
        var other = await PlanAsync();
        await Warehouse.RecordRemainsAsync(operation, B, [Remain(operation, B, 7), Remain(operation, B, 9)], Cancel);
        await Warehouse.RecordRemainsAsync(operation, A, [.. Enumerable.Range(1, 1500).Select(i => Remain(operation, A, i))], Cancel);
        await Warehouse.RecordRemainsAsync(operation, C, [new Remain(operation, "people", C, 0, 0)], Cancel);
        await Warehouse.RecordRemainsAsync(other, B, [Remain(other, B, 1)], Cancel);

        await Warehouse.RecordRemainsAsync(operation, A, [Remain(operation, A, 2), Remain(operation, A, 10)], Cancel);

        Remain[] all =
        [
            Remain(operation, A, 2), Remain(operation, A, 10), Remain(operation, B, 7), Remain(operation, B, 9),
            new Remain(operation, "people", C, 0, 0),
        ];
        Assert.Equal(all, await Warehouse.ReadRemainsAsync(operation, 10, Cancel));
        Assert.Equal(all[..3], await Warehouse.ReadRemainsAsync(operation, 3, Cancel));
        await Warehouse.RecordRemainsAsync(operation, B, [], Cancel);
        Assert.Equal([.. all[..2], all[4]], await Warehouse.ReadRemainsAsync(operation, 10, Cancel));
        Assert.Equal([Remain(other, B, 1)], await Warehouse.ReadRemainsAsync(other, 10, Cancel));
    }

    [Fact]
    public async Task Two_who_record_the_records_of_a_file_at_the_same_time_fail_neither()
    {
        var operation = await PlanAsync();
        Remain[] remains = [.. Enumerable.Range(1, 50).Select(i => Remain(operation, A, i))];

        await Task.WhenAll(
            Enumerable.Range(0, 6).Select(_ => Task.Run(() => Warehouse.RecordRemainsAsync(operation, A, remains, Cancel), Cancel)));

        Assert.Equal(remains, await Warehouse.ReadRemainsAsync(operation, 1000, Cancel));
    }

    [Fact]
    public async Task Recorded_records_are_deleted_with_their_operation()
    {
        var old = await PlanAsync();
        await Warehouse.RecordRemainsAsync(old, A, [.. Enumerable.Range(1, 12_345).Select(i => Remain(old, A, i))], Cancel);
        await Warehouse.FailOperationAsync(old, "It broke.", Later, Cancel);
        var running = await PlanAsync();
        await Warehouse.RecordRemainsAsync(running, A, [Remain(running, A, 1)], Cancel);

        Assert.Equal(1, await Warehouse.PruneOperationsAsync(Later.AddDays(1), Cancel));

        Assert.Empty(await Warehouse.ReadRemainsAsync(old, 10, Cancel));
        Assert.Single(await Warehouse.ReadRemainsAsync(running, 10, Cancel));
    }

    [Fact]
    public async Task Rows_that_are_left_out_are_counted_in_the_load_the_file_and_its_checkpoint()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        var version = LoadDriver.Version(A);
        var target = await Driver.StartAsync(dataset, version);
        Assert.Equal((0, 0), (target.File.Erased, (await FindLoadAsync(target.LoadId)).Erased));
        await using (var transaction = await Warehouse.BeginAsync(target, Cancel))
        {
            await transaction.WriteAsync(Batches.Of(dataset, People("1=Ann 2=Bob 3=Cid")), Cancel);
            var progress = LoadDriver.Progress(version, 4, LoadState.Running) with { FileRows = 3, Erased = 1, FileErased = 1 };
            var checkpoint = progress.Checkpoint!;
            await transaction.CommitAsync(
                progress with { Checkpoint = checkpoint with { Position = checkpoint.Position with { Erased = 1 } } }, Cancel);
        }

        var file = await FindFileAsync(A);
        Assert.Equal((3, 1, 1), (file.Rows, file.Erased, file.Checkpoint!.Position.Erased));
        Assert.Equal(1, (await FindLoadAsync(target.LoadId)).Erased);

        // A load that resumes sees them, and leaves out another one.
        var resumed = await Driver.StartAsync(dataset, version);
        Assert.Equal((1, 1), (resumed.File.Erased, resumed.File.Checkpoint!.Position.Erased));
        await using (var transaction = await Warehouse.BeginAsync(resumed, Cancel))
        {
            await transaction.WriteAsync(Batches.Of(dataset, People("5=Eve"), 5), Cancel);
            await transaction.CommitAsync(
                LoadDriver.Progress(version, 6) with { Rows = 1, FileRows = 4, Erased = 1, FileErased = 2 }, Cancel);
        }

        Assert.Equal((1, 2), ((await FindLoadAsync(resumed.LoadId)).Erased, (await FindFileAsync(A)).Erased));
        Assert.Equal(1, (await FindLoadAsync(target.LoadId)).Erased);
        await using var rows = await Warehouse.Queries.QueryAsync(new("SELECT erased FROM sluice.files", []), Cancel);
        Assert.True(await rows.ReadAsync());
        Assert.Equal(2L, rows.Row.GetInt64(0));
    }

    [Fact]
    public async Task A_last_record_without_a_line_break_is_taken_back_from_a_file_with_rows_that_are_left_out()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        var version = LoadDriver.Version(A);
        var target = await Driver.StartAsync(dataset, version);
        await using (var transaction = await Warehouse.BeginAsync(target, Cancel))
        {
            // The second of three complete records is left out. A fourth one follows.
            await transaction.WriteAsync(Batches.Of(dataset, People("1=Ann")), Cancel);
            await transaction.WriteAsync(Batches.Of(dataset, People("3=Cid 4=Da"), 3), Cancel);
            var progress = LoadDriver.Progress(version, 3);
            await transaction.CommitAsync(
                progress with
                {
                    FileRows = 3,
                    Erased = 1,
                    FileErased = 1,
                    Checkpoint = progress.Checkpoint! with { Position = progress.Checkpoint.Position with { Erased = 1 } },
                },
                Cancel);
        }

        var grown = await Driver.StartAsync(dataset, LoadDriver.Version(A, 1, "v2"));
        await using (var transaction = await Warehouse.BeginAsync(grown, Cancel))
        {
            await transaction.RemoveAsync(4, Cancel);
            await transaction.WriteAsync(Batches.Of(dataset, People("4=Dan"), 4), Cancel);
            await transaction.CommitAsync(LoadDriver.Progress(grown.Version, 4), Cancel);
        }

        Assert.Equal("1=Ann 3=Cid 4=Dan", await ReadPeopleAsync(dataset));
    }

    private static Tombstone NewTombstone(string name) => new(
        "users", Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name))), name,
        "0123456789abcdef", LoadDriver.Noon);

    private static Remain Remain(long operation, string file, long row) => new(operation, "people", file, row, row + 1);

    private async Task<IReadOnlyList<Tombstone>> AddTombstonesAsync(long after, params IEnumerable<string> names)
    {
        await Warehouse.AddTombstonesAsync([.. names.Select(NewTombstone)], Cancel);
        return await Warehouse.ReadTombstonesAsync(after, Cancel);
    }

    private async Task<List<object[]>> ReadAllValuesAsync(Dataset dataset, IReadOnlyList<string> fields, FieldValues? where)
    {
        List<object[]> read = [];
        await Warehouse.ReadValuesAsync(dataset, fields, where, values => read.Add([.. values]), Cancel);
        return read;
    }

    /// <summary>The different values of fields, as texts in order.</summary>
    private async Task<List<string>> ReadKeyValuesAsync(Dataset dataset, IReadOnlyList<string> fields, FieldValues? where) =>
        [.. (await ReadAllValuesAsync(dataset, fields, where)).Select(v => string.Join('/', v)).Distinct().Order(StringComparer.Ordinal)];

    private Task<Dataset> PrepareNamesAsync(WriteMode mode)
    {
        var name = Datasets.Text("name") with { Constraints = new FieldConstraints { Required = true } };
        var dataset = Datasets.Of("names", name, Datasets.Text("other", maxLength: 20));
        return PrepareAsync(dataset with
        {
            WriteMode = mode,
            Schema = dataset.Schema with { PrimaryKey = mode == WriteMode.Merge ? ["name"] : [] },
        });
    }

    private Task<Dataset> PrepareKindsAsync(WriteMode mode)
    {
        var dataset = Datasets.Of(
            "kinds",
            Datasets.Key("id"),
            Datasets.Text("text"),
            Datasets.Integer("integer"),
            Datasets.Decimal("decimal", 9, 2),
            Datasets.Of("double", FieldType.Number, new ColumnType(ColumnKind.Double)),
            Datasets.Of("boolean", FieldType.Boolean, new ColumnType(ColumnKind.Boolean)),
            Datasets.Of("date", FieldType.Date, new ColumnType(ColumnKind.Date)),
            Datasets.Of("time", FieldType.Time, new ColumnType(ColumnKind.Time)),
            Datasets.Of("timestamp", FieldType.Datetime, new ColumnType(ColumnKind.Timestamp)),
            Datasets.Decimal("number", 38, 10));
        return PrepareAsync(dataset with
        {
            WriteMode = mode,
            Schema = dataset.Schema with { PrimaryKey = mode == WriteMode.Merge ? ["id"] : [] },
        });
    }
}
