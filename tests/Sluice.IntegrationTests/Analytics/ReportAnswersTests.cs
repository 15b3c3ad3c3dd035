using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Sluice.Analytics;
using Sluice.Analytics.Model;
using Sluice.Analytics.Reports;
using Sluice.Analytics.Requests;
using Sluice.DuckDb;
using Sluice.Folder;
using Sluice.Hosting.Http.Endpoints;
using Sluice.IntegrationTests.Local;
using Sluice.Lake;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Analytics;

/// <summary>
/// Answers of reports that are kept: they need no query, and are never older than a load that somebody has seen complete.
/// </summary>
public sealed class ReportAnswersTests : IAsyncLifetime
{
    private const string Report = "ads-by-category";

    // The lake's clock goes on by itself.
    private static readonly TimeSpan Later = LakeRowStamps.Hold + TimeSpan.FromMinutes(2);

    private readonly DuckDbWarehouse warehouse = DuckDbWarehouse.Open(":memory:");
    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider time = new(DateTimeOffset.UtcNow);
    private readonly AnalyticsModel model = AnalyticsModel.From(SampleLakeData.Lake);
    private readonly ReportCatalog reports;
    private readonly CountedQueries queries;
    private readonly FolderLake lake;

    public ReportAnswersTests()
    {
        reports = ReportCatalog.Load(SampleLakeData.Path, model);
        queries = new CountedQueries(warehouse.Queries);
        lake = new FolderLake(new FolderLayout(folder.Path), TimeSpan.Zero, TimeProvider.System);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Dataset => reports.Find(Report)!.Set.Name;

    private string Other => model.Sets.First(s => s.IsDataset && s.Name != Dataset).Name;

    public async ValueTask InitializeAsync() => await SampleLakeData.LoadAsync(warehouse);

    public async ValueTask DisposeAsync()
    {
        await warehouse.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task An_answer_is_kept_until_the_next_change_of_its_dataset()
    {
        var stamps = new ProcessRowStamps();
        var answers = new ReportAnswers(stamps, null, "1");
        var first = await GetAsync(answers);
        Assert.Equal(("private, no-cache", 1), (first.Headers["Cache-Control"], queries.Count));

        await ChangeAsync(stamps, Other);
        var second = await GetAsync(answers);
        Assert.Equal((first.Text, first.ETag, 1), (second.Text, second.ETag, queries.Count));

        await ChangeAsync(stamps, Dataset);
        await GetAsync(answers);
        Assert.Equal(2, queries.Count);
    }

    [Fact]
    public async Task A_client_that_has_the_answer_gets_304_without_a_query()
    {
        var answers = new ReportAnswers(new ProcessRowStamps(), null, "1");
        var first = await GetAsync(answers);

        var again = await GetAsync(answers, tag: first.ETag);

        Assert.Equal((304, "", first.ETag, 1), (again.Status, again.Text, again.ETag, queries.Count));
    }

    [Fact]
    public async Task While_rows_change_every_request_is_a_query()
    {
        var stamps = new ProcessRowStamps();
        var answers = new ReportAnswers(stamps, null, "1");
        await using (await stamps.ChangeAsync(Dataset, Token))
        {
            await GetAsync(answers);
            await GetAsync(answers);
            Assert.Equal(2, queries.Count);
        }

        await GetAsync(answers);
        await GetAsync(answers);
        Assert.Equal(3, queries.Count);
    }

    [Fact]
    public async Task An_answer_whose_rows_changed_while_it_was_made_is_not_kept()
    {
        var stamps = new ProcessRowStamps();
        var answers = new ReportAnswers(stamps, null, "1");
        var reads = new QueryReads("q", [Dataset]);
        using (var turn = await answers.EnterAsync(reads, "", "", Token))
        {
            await ChangeAsync(stamps, Dataset);
            await turn.KeepAsync("old"u8.ToArray(), Token);
        }

        using var next = await answers.EnterAsync(reads, "", "", Token);
        Assert.Null(next.Answer);
    }

    [Fact]
    public async Task Of_many_who_ask_at_once_one_makes_the_answer()
    {
        var answers = new ReportAnswers(new ProcessRowStamps(), null, "1");

        var all = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => GetAsync(answers))));

        Assert.Single(all.Select(a => a.Text).Distinct());
        Assert.Equal(1, queries.Count);
    }

    [Fact]
    public async Task Formats_filters_and_what_a_caller_may_see_have_answers_of_their_own()
    {
        var answers = new ReportAnswers(new ProcessRowStamps(), null, "1");
        await GetAsync(answers);
        await GetAsync(answers, "?$format=csv");
        await GetAsync(answers, "?from=2024-01-01");
        await GetAsync(answers, "?code=key");
        Assert.Equal(4, queries.Count);

        var reads = new QueryReads("q", [Dataset]);
        using (var turn = await answers.EnterAsync(reads, "", "all", Token))
        {
            await turn.KeepAsync("all"u8.ToArray(), Token);
        }

        using var other = await answers.EnterAsync(reads, "", "some", Token);
        Assert.Null(other.Answer);
        using var same = await answers.EnterAsync(reads, "", "all", Token);
        Assert.Equal("all", Encoding.UTF8.GetString(same.Answer!.Body.Span));
    }

    [Theory]
    [InlineData("ads", "$filter", "created_at lt now()")]
    [InlineData("loads", "$top", "1")]
    [InlineData("users", "$expand", "ads")]
    public void What_depends_on_more_than_rows_of_datasets_is_not_kept(string set, string option, string value) => Assert.Null(
        Service().ReadsOf(new AnalyticsRequest { Set = model.Find(set)!, Options = new Dictionary<string, string> { [option] = value } }));

    [Fact]
    public void A_request_reads_every_dataset_that_its_rows_come_from() => Assert.Equal(
        ["ads", "users"],
        Service().ReadsOf(new AnalyticsRequest
        {
            Set = model.Find("ads")!,
            Options = new Dictionary<string, string> { ["$apply"] = "groupby((owner/city),aggregate($count as n))" },
        })!.Datasets.Order());

    [Fact]
    public async Task Another_instance_answers_from_the_lake_until_any_instance_changes_rows()
    {
        var (one, other) = (new LakeRowStamps(lake, time), new LakeRowStamps(lake, time));
        await ChangeAsync(one, Dataset);
        await GetAsync(new ReportAnswers(one, lake, "1"));
        await GetAsync(new ReportAnswers(one, lake, "1"));
        Assert.Equal(2, queries.Count);

        time.Advance(Later);
        var first = await GetAsync(new ReportAnswers(one, lake, "1"));
        var second = await GetAsync(new ReportAnswers(other, lake, "1"));
        Assert.Equal((first.Text, first.ETag, 3), (second.Text, second.ETag, queries.Count));

        var kept = new ReportAnswers(other, lake, "1");
        await GetAsync(kept);
        await ChangeAsync(new LakeRowStamps(lake, time), Dataset);
        await GetAsync(kept);
        Assert.Equal(4, queries.Count);
    }

    [Fact]
    public async Task Another_version_of_the_app_makes_answers_of_its_own()
    {
        var stamps = new LakeRowStamps(lake, time);
        await GetAsync(new ReportAnswers(stamps, lake, "1"));
        await GetAsync(new ReportAnswers(stamps, lake, "2"));

        Assert.Equal(2, queries.Count);
    }

    [Fact]
    public async Task A_long_change_is_told_of_again_and_again()
    {
        var stamps = new LakeRowStamps(lake, time);
        await using var change = await stamps.ChangeAsync(Dataset, Token);
        for (var i = 0; i < 4; i++)
        {
            var before = await WrittenAsync();
            time.Advance(TimeSpan.FromMinutes(1));
            while (await WrittenAsync() == before)
            {
                await Task.Delay(1, Token);
            }
        }
    }

    [Fact]
    public async Task The_list_of_reports_has_a_stamp_that_changes_with_each_load_if_other_processes_load_too()
    {
        var stamps = new LakeRowStamps(lake, time);
        var answers = new ReportAnswers(stamps, lake, "1");
        var before = await StampAsync(answers);
        Assert.NotNull(before);

        await ChangeAsync(stamps, Dataset);
        Assert.Null(await StampAsync(answers));

        time.Advance(Later);
        Assert.NotEqual(before, await StampAsync(answers));
        Assert.Null(await StampAsync(new ReportAnswers(new ProcessRowStamps(), null, "1")));
        Assert.Equal(0, queries.Count);
    }

    private static async Task ChangeAsync(IRowStamps stamps, string dataset)
    {
        await using var change = await stamps.ChangeAsync(dataset, Token);
    }

    private async Task<string?> WrittenAsync() =>
        (await lake.FindAsync($"{KeptFiles.Container}/{KeptFiles.Stamps}{Dataset}.txt", Token))?.ETag;

    private AnalyticsService Service() => new(model, queries, new QueryLimits(), TimeProvider.System);

    private async Task<string?> StampAsync(ReportAnswers answers) =>
        (await SendAsync(answers, "", "", null, (f, r) => f.GetAllAsync(r, Token))).Json.GetProperty("stamp").GetString();

    private Task<HttpAnswer> GetAsync(ReportAnswers answers, string query = "", string? tag = null) =>
        SendAsync(answers, $"/{Report}", query, tag, (f, r) => f.GetAsync(r, Report, Token));

    private async Task<HttpAnswer> SendAsync(
        ReportAnswers answers, string path, string query, string? tag, Func<ReportsFunction, HttpRequest, Task<IActionResult>> send)
    {
        using var body = new MemoryStream();
        var http = new DefaultHttpContext();
        http.Request.Scheme = "http";
        http.Request.Host = new HostString("localhost");
        http.Request.Path = $"/api/reports{path}";
        http.Request.QueryString = new QueryString(query);
        http.Request.Headers.IfNoneMatch = tag;
        http.Response.Body = body;
        var function = new ReportsFunction(
            Service(), reports, answers, new DefinitionAccess(CanChange: false), NullLogger<ReportsFunction>.Instance);
        await (await send(function, http.Request)).ExecuteResultAsync(
            new ActionContext(http, new RouteData(), new ActionDescriptor()));
        return new HttpAnswer(http.Response.StatusCode, http.Response.ContentType, Encoding.UTF8.GetString(body.ToArray()))
        {
            ETag = http.Response.Headers.ETag,
            Headers = http.Response.Headers.ToDictionary(h => h.Key, h => h.Value.ToString()),
        };
    }
}
