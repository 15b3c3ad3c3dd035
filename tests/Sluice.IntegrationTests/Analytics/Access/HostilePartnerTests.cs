using System.Text.RegularExpressions;
using Sluice.Analytics.Access;

namespace Sluice.IntegrationTests.Analytics.Access;

/// <summary>Whatever a partner asks, no hidden row, value or name comes back.</summary>
public sealed partial class HostilePartnerTests : IAsyncLifetime
{
    private World one = null!;
    private World two = null!;

    public async ValueTask InitializeAsync() => (one, two) = (await World.CreateAsync(1), await World.CreateAsync(5));

    public async ValueTask DisposeAsync()
    {
        await one.DisposeAsync();
        await two.DisposeAsync();
    }

    [Fact]
    public async Task Every_answer_is_the_same_whatever_is_hidden()
    {
        Assert.True(HostileRequests.All.Count >= 200);
        var (rows, differing) = (0, 0);
        foreach (var request in HostileRequests.All)
        {
            // What staff has asked before, and what is kept of it, is nothing to the partner.
            var staff = await one.SendAsync(World.Staff, request);

            var answer = await one.SendAsync(World.Partner, request);
            AssertNothingHidden(request, answer);
            AssertSame(request, answer, await two.SendAsync(World.Partner, request));
            differing += staff.Text == answer.Text ? 0 : 1;
            rows += answer.Status == 200 && answer.Text.Contains("Oslo", StringComparison.Ordinal) ? 1 : 0;
        }

        // Else there is nothing to hide, or nothing to see.
        Assert.True(differing > 100 && rows > 20, $"{differing} answers to staff are others; {rows} answers to the partner have rows.");
    }

    [Fact]
    public async Task The_link_to_the_next_rows_of_somebody_else_leads_to_own_rows_only()
    {
        foreach (var (set, order) in ((string, string)[])
        [
            ("shops", "id"), ("shops", "city desc"), ("sales", "amount"), ("sales", "note desc"),
        ])
        {
            var page = await one.SendAsync(World.Staff, new HostileRequest($"data/{set}", $"?$orderby={order}&$top=30"));
            var request = new HostileRequest($"data/{set}", new Uri(page.Json.GetProperty("@odata.nextLink").GetString()!).Query);

            var answer = await one.SendAsync(World.Partner, request);

            Assert.Equal(200, answer.Status);
            AssertNothingHidden(request, answer);
            AssertSame(request, answer, await two.SendAsync(World.Partner, request));
        }

        var hidden = await one.SendAsync(World.Staff, new HostileRequest("data/shops", "?$orderby=secret_margin"));
        var link = new Uri(hidden.Json.GetProperty("@odata.nextLink").GetString()!).Query;
        Assert.Equal(400, (await one.SendAsync(World.Partner, new HostileRequest("data/shops", link))).Status);
    }

    [Fact]
    public async Task Pages_of_the_partner_lead_through_all_own_rows()
    {
        List<int> ids = [];
        for (var query = "?$orderby=id"; query is not null;)
        {
            var page = await one.SendAsync(World.Partner, new HostileRequest("data/shops", query));
            ids.AddRange(page.Rows.Select(r => r.GetProperty("id").GetInt32()));
            query = page.Json.TryGetProperty("@odata.nextLink", out var next) ? new Uri(next.GetString()!).Query : null;
        }

        Assert.Equal([1, 2, 3, 4, 5], ids);
    }

    [Fact]
    public async Task Records_of_a_dataset_with_sensitive_fields_are_not_for_readers()
    {
        foreach (var caller in (Caller[])[World.Partner, World.Staff])
        {
            var rejects = await one.SendAsync(caller, new HostileRequest("data/rejects", "?$filter=dataset eq 'tags'"));
            Assert.Equal("", Assert.Single(rejects.Rows).GetProperty("raw_text").GetString());
            Assert.Equal(404, (await one.SendAsync(caller, new HostileRequest("rejects/3"))).Status);
        }

        Assert.Equal(200, (await one.SendAsync(World.Worker, new HostileRequest("rejects/3"))).Status);
        Assert.Equal(404, (await one.SendAsync(World.Worker, new HostileRequest("rejects/4"))).Status);
        Assert.Equal(200, (await one.SendAsync(World.Staff, new HostileRequest("rejects/4"))).Status);
    }

    private static void AssertNothingHidden(HostileRequest request, HttpAnswer answer)
    {
        var all = $"{answer.Text} {string.Join(' ', answer.Headers.Values)}";
        Assert.True(answer.Status is 200 or 204 or 400 or 404 or 406 or 501, $"{request}: {answer.Status} {answer.Text}");
        if (!request.Names(World.Secret))
        {
            Assert.False(all.Contains(World.Secret, StringComparison.Ordinal), $"{request}: {all}");
        }

        foreach (var name in World.HiddenNames.Where(n => !request.Names(n)))
        {
            Assert.False(all.Contains(name, StringComparison.OrdinalIgnoreCase), $"{request}: {name} in {all}");
        }
    }

    private static void AssertSame(HostileRequest request, HttpAnswer expected, HttpAnswer actual)
    {
        Assert.True(
            (expected.Status, Plain(expected.Text)) == (actual.Status, Plain(actual.Text)),
            $"{request}:\n{expected.Status} {expected.Text}\n{actual.Status} {actual.Text}");
        Assert.Equal(
            expected.Headers.Select(h => (h.Key, Plain(h.Value))), actual.Headers.Select(h => (h.Key, Plain(h.Value))));
    }

    // The parts of a batch have a boundary that is drawn by lot.
    private static string Plain(string text) => Boundary().Replace(text, "boundary");

    [GeneratedRegex("batch_[0-9a-f-]+")]
    private static partial Regex Boundary();
}
