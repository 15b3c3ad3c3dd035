using Sluice.Analytics.Queries;
using Sluice.IntegrationTests.SqlServer;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Ledger;

namespace Sluice.IntegrationTests.Warehouse;

public abstract partial class WarehouseContract
{
    private static readonly ColumnChange NewColour = new()
    {
        Column = "colour \"x\"😀",
        Change = ColumnChangeKind.New,
        After = "_extra",
        SampleKind = "text",
        Action = ColumnAction.Kept,
        Hint = "it's \"name\"",
    };

    [Fact]
    public async Task Changes_are_committed_with_the_rows_and_follow_a_file_that_is_renamed()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        var version = LoadDriver.Version("data/people/a.csv");
        var target = await Driver.StartAsync(dataset, version);
        var missing = new ColumnChange
        {
            Column = "name",
            Change = ColumnChangeKind.Missing,
            Before = "string",
            Action = ColumnAction.Nulled,
        };
        var many = Enumerable.Range(0, 230).Select(i => missing with { Column = $"c{i}" }).Prepend(missing).Prepend(NewColour).ToList();
        await using (var transaction = await Warehouse.BeginAsync(target, Cancel))
        {
            await transaction.CommitAsync(LoadDriver.Progress(version, 0) with { Changes = many }, Cancel);
        }

        var changes = await ReadChangesAsync();
        Assert.Equal(232, changes.Count);
        Assert.Equal(
            [
                $"{target.LoadId}|0|data/people/a.csv|people|colour \"x\"😀|new|∅|_extra|text|kept|it's \"name\"",
                $"{target.LoadId}|1|data/people/a.csv|people|name|missing|string|∅|∅|nulled|∅",
                $"{target.LoadId}|2|data/people/a.csv|people|c0|missing|string|∅|∅|nulled|∅",
            ],
            changes.Take(3));

        Assert.True(await Warehouse.MoveFileAsync(version.Path, "data/people/b.csv", false, LoadDriver.Noon, Cancel));
        Assert.Equal(232, (await ReadChangesAsync()).Count(c => c.Contains("|data/people/b.csv|", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_commit_that_fails_leaves_no_changes()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        var version = LoadDriver.Version("data/people/a.csv");
        var target = await Driver.StartAsync(dataset, version);
        await using (var transaction = await Warehouse.BeginAsync(target with { File = target.File with { RowVersion = 7 } }, Cancel))
        {
            await Assert.ThrowsAsync<Sluice.Warehouse.CheckpointConflictException>(
                () => transaction.CommitAsync(LoadDriver.Progress(version, 0) with { Changes = [NewColour] }, Cancel));
        }

        Assert.Empty(await ReadChangesAsync());
    }

    [Fact]
    public async Task Changes_are_deleted_with_their_load()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        var version = LoadDriver.Version("data/people/a.csv");
        foreach (var etag in (string[])["v1", "v2"])
        {
            var target = await Driver.StartAsync(dataset, version with { ETag = etag });
            await using var transaction = await Warehouse.BeginAsync(target, Cancel);
            await transaction.CommitAsync(LoadDriver.Progress(version, 0) with { Changes = [NewColour, NewColour] }, Cancel);
        }

        Assert.Equal(0, await Warehouse.PruneLoadsAsync(LoadDriver.Noon, Cancel));
        Assert.Equal(4, (await ReadChangesAsync()).Count);
        Assert.Equal(1, await Warehouse.PruneLoadsAsync(AfterTheirEnd, Cancel));
        Assert.Equal(2, (await ReadChangesAsync()).Count);
    }

    [Theory]
    [InlineData(WriteMode.Append)]
    [InlineData(WriteMode.Merge)]
    [InlineData(WriteMode.Replace)]
    public async Task New_columns_are_kept_in_a_table_that_had_rows_before(WriteMode mode)
    {
        var people = Datasets.People("people", mode);
        people = people with { Schema = people.Schema with { FieldsMatch = FieldsMatch.Equal } };
        var keeping = (people with { OnNewColumn = NewColumnPolicy.Keep, OnMissingColumn = MissingColumnPolicy.Null }).WithExtra();
        var storage = new MemoryLake();

        await PrepareAsync(people);
        Assert.Equal(LoadState.Loaded, (await LoadAsync(storage, people, "a", "id,name\n1,Ann\n", 1)).State);
        await PrepareAsync(keeping);
        Assert.Equal(LoadState.Loaded, (await LoadAsync(storage, keeping, "b", "colour,id,size\nred,2,\n,3,\n", 2)).State);
        Assert.Equal(LoadState.Loaded, (await LoadAsync(storage, keeping, "b", "colour,id,size\nred,2,\n,3,\nblue,4,9\n", 3)).State);

        string[] later = ["2|∅|{\"colour\":\"red\"}", "3|∅|∅", "4|∅|{\"colour\":\"blue\",\"size\":\"9\"}"];
        Assert.Equal(mode == WriteMode.Replace ? later : later.Prepend("1|Ann|∅"), await ReadTextsAsync(keeping));
        Assert.Equal(
            ["name|missing|string|∅|∅|nulled", "colour|new|∅|_extra|text|kept", "size|new|∅|_extra|empty|kept"],
            (await ReadChangesAsync()).Take(3).Select(c => string.Join('|', c.Split('|')[4..10])));

        // Without the choice the column stays, and has no new values.
        var ignoring = people with { OnNewColumn = NewColumnPolicy.Ignore };
        await PrepareAsync(ignoring);
        Assert.Equal(LoadState.Loaded, (await LoadAsync(storage, ignoring, "c", "id,name,colour\n5,Eve,red\n", 4)).State);
        await PrepareAsync(keeping);
        Assert.Equal("5|Eve|∅", (await ReadTextsAsync(keeping))[^1]);
    }

    /// <summary>The changes by load and number, each as its values without the time.</summary>
    private async Task<List<string>> ReadChangesAsync()
    {
        await using var rows = await Warehouse.Queries.QueryAsync(
            new QueryText(
                "SELECT \"load\", number, \"file\", dataset, \"column\", \"change\", before, after, sample_kind, \"action\", hint "
                + "FROM sluice.changes ORDER BY \"load\", number",
                []),
            Cancel);
        List<string> changes = [];
        while (await rows.ReadAsync())
        {
            changes.Add(string.Join(
                '|', Enumerable.Range(0, rows.Row.FieldCount).Select(i => rows.Row.IsDBNull(i) ? "∅" : $"{rows.Row.GetValue(i)}")));
        }

        return changes;
    }
}
