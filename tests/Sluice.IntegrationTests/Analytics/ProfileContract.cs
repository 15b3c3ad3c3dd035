using System.Text.Json;
using Sluice.IntegrationTests.Analytics.Oracle;
using Sluice.IntegrationTests.Warehouse;
using Sluice.Ledger;

namespace Sluice.IntegrationTests.Analytics;

/// <summary>A profile tells what the rows are, on every warehouse.</summary>
public abstract class ProfileContract(AnalyticsFixture profiles, bool hasInfinity)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Tables => [.. ProfileData.Names, "many"];

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task A_profile_is_what_a_plain_computation_over_the_rows_finds(string table)
    {
        var answer = await profiles.GetAsync($"{table}/profile", []);

        Assert.True(answer.Status == 200, answer.Text);
        var dataset = ProfileData.Lake.Find(table)!;
        var rows = ProfileData.Rows(table, hasInfinity);
        var columns = answer.Json.GetProperty("columns").EnumerateArray().ToList();
        Assert.Equal((table, rows.Count), (answer.Json.GetProperty("set").GetString(), answer.Json.GetProperty("rows").GetInt32()));
        Assert.Equal(
            [.. dataset.Schema.Fields.Select(f => f.Name), "_file", "_row"], columns.Select(c => c.GetProperty("name").GetString()));
        foreach (var (i, field) in dataset.Schema.Fields.Index())
        {
            new ProfileOracle(field, rows.Select(r => r[i])).AssertSame(columns[i]);
        }
    }

    [Theory]
    [InlineData("files")]
    [InlineData("loads")]
    [InlineData("rejects")]
    [InlineData("changes")]
    [InlineData("operations")]
    [InlineData("remains")]
    [InlineData("reconciliation")]
    public async Task Each_part_of_the_ledger_has_a_profile(string set)
    {
        var answer = await profiles.GetAsync($"{set}/profile", []);

        Assert.True(answer.Status == 200, answer.Text);
        var rows = await profiles.GetAsync(set, []);
        Assert.Equal(rows.Rows.Count, answer.Json.GetProperty("rows").GetInt32());
        Assert.Equal(
            profiles.Model.Find(set)!.Properties.Select(p => p.Name),
            answer.Json.GetProperty("columns").EnumerateArray().Select(c => c.GetProperty("name").GetString()));
        Assert.False(answer.Json.TryGetProperty("rejects", out _));
    }

    [Fact]
    public async Task A_profile_is_made_again_only_when_the_rows_may_have_changed()
    {
        var dataset = ProfileData.Lake.Find("many")!;
        var set = profiles.Model.Find("many")!;
        using var service = profiles.Service();
        var first = await service.ProfileAsync(set, Cancel);
        Assert.Same(first, await service.ProfileAsync(set, Cancel));

        var driver = new LoadDriver(profiles.Warehouse);
        var file = LoadDriver.Version("data/many/b.csv");
        await driver.LoadAsync(dataset, file, [["new", 1L]]);
        var second = await service.ProfileAsync(set, Cancel);
        Assert.Equal((ProfileData.Many, ProfileData.Many + 1), (Rows(first), Rows(second)));
        Assert.NotEqual(first.Tag, second.Tag);

        var target = await driver.StartAsync(dataset, file with { ETag = "v2" });
        await using (var transaction = await profiles.Warehouse.BeginAsync(target, Cancel))
        {
            await transaction.RemoveAsync(0, Cancel);
            await transaction.CommitAsync(LoadDriver.Progress(file with { ETag = "v2" }, 0), Cancel);
        }

        var third = await service.ProfileAsync(set, Cancel);
        Assert.Equal(ProfileData.Many, Rows(third));
        Assert.Same(third, await service.ProfileAsync(set, Cancel));

        // Erasure and retention are parts of operations.
        await profiles.Warehouse.StartOperationAsync(
            new Operation
            {
                Id = 0,
                Kind = OperationKind.Erase,
                State = OperationState.Running,
                Request = "{}",
                Queued = false,
                StartedAt = LoadDriver.Noon,
                UpdatedAt = LoadDriver.Noon,
            },
            Cancel);
        Assert.NotSame(third, await service.ProfileAsync(set, Cancel));
    }

    [Fact]
    public async Task Rejects_are_counted_by_rule_and_field()
    {
        var dataset = ProfileData.Lake.Find("same")!;
        var file = LoadDriver.Version("data/same/rejected.csv");
        var target = await new LoadDriver(profiles.Warehouse).StartAsync(dataset, file);
        await using (var transaction = await profiles.Warehouse.BeginAsync(target, Cancel))
        {
            await transaction.WriteAsync(
                [
                    LoadDriver.Reject(1, "a", new Sluice.Rows.RejectError("price", "maximum", "too much")),
                    LoadDriver.Reject(2, "b", new Sluice.Rows.RejectError("price", "maximum", "too much")),
                    LoadDriver.Reject(3, "c", new Sluice.Rows.RejectError(null, "quotes", "a quote is not closed")),
                ],
                Cancel);
            await transaction.CommitAsync(LoadDriver.Progress(file, 0), Cancel);
        }

        var profile = (await profiles.GetAsync("same/profile", [])).Json;

        Assert.Equal(
            """[{"rule":"maximum","field":"price","rows":2},{"rule":"quotes","field":null,"rows":1}]""",
            profile.GetProperty("rejects").GetRawText());
        Assert.Equal(LoadDriver.Noon.AddSeconds(2), profile.GetProperty("asOf").GetDateTimeOffset());
    }

    [Fact]
    public async Task Of_a_sensitive_field_there_are_only_counts()
    {
        var column = (await profiles.GetAsync("mixed/profile", [])).Json.GetProperty("columns").EnumerateArray()
            .Single(c => c.GetProperty("name").GetString() == "secret");

        Assert.Equal(
            ["name", "type", "nulls", "distinct", "sensitive"],
            column.EnumerateObject().Select(p => p.Name).Where(n => n != "approximate"));
        Assert.True(column.GetProperty("distinct").GetInt64() > 0);
    }

    private static int Rows(Sluice.Analytics.ProfileDocument profile) =>
        JsonElement.Parse(profile.Body.Span).GetProperty("rows").GetInt32();
}
