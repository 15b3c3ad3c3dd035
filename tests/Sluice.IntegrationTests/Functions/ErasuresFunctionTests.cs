using Sluice.IntegrationTests.Azurite;

namespace Sluice.IntegrationTests.Functions;

/// <summary><c>POST /api/erasures</c>.</summary>
public sealed class ErasuresFunctionTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly byte[] HashKey = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    private FunctionsFixture functions = null!;

    public async ValueTask InitializeAsync() => functions = await FunctionsFixture.StartAsync(azurite, hashKey: HashKey);

    public ValueTask DisposeAsync() => functions.DisposeAsync();

    [Fact]
    public async Task An_erasure_says_what_it_erased_and_where_the_lake_still_has_it()
    {
        await functions.UploadAsync("ads/a.csv", "id\n1\n2\n");
        await functions.PostSweepAsync();

        var erasure = await functions.PostErasureAsync("""{"dataset":"ads","key":{"id":2}}""");

        Assert.Equal((200, "succeeded", "erase"), (erasure.Status, erasure.Text("state"), erasure.Text("kind")));
        Assert.Equal(1, erasure.Body.GetProperty("rows").GetInt32());
        var remain = Assert.Single(erasure.Body.GetProperty("remains").EnumerateArray());
        Assert.Equal(
            $$"""{"dataset":"ads","file":"{{functions.Container}}/ads/a.csv","row":2,"line":3}""", remain.GetRawText());
        Assert.Equal(1, Assert.Single((await functions.GetAsync("ads")).Rows).GetProperty("id").GetInt32());

        var row = Assert.Single((await functions.GetAsync("remains")).Rows);
        Assert.Equal(erasure.Body.GetProperty("id").GetInt64(), row.GetProperty("operation").GetInt64());
        Assert.Equal(3, row.GetProperty("line").GetInt32());
    }

    [Fact]
    public async Task An_erasure_that_takes_longer_than_the_client_waits_is_accepted()
    {
        await functions.UploadAsync("ads/a.csv", "id\n1\n");
        var gate = functions.Hold();

        var answer = await functions.PostErasureAsync("""{"dataset":"ads","key":{"id":1}}""", preference: "respond-async");

        Assert.Equal((202, "running"), (answer.Status, answer.Text("state")));
        var id = answer.Body.GetProperty("id").GetInt64();
        Assert.Equal($"/api/data/operations({id})", $"{answer.Headers.Location}");
        gate.SetResult();
        Assert.Equal(
            Sluice.Ledger.OperationState.Succeeded,
            (await functions.Operations.WaitAsync(id, null, null, TestContext.Current.CancellationToken)).State);
    }

    [Theory]
    [InlineData("""{"dataset":"ads"}""", 400, "The body must be JSON such as")]
    [InlineData("""{"dataset":"ads","key":{}}""", 400, "the fields of the primary key of ads: id.")]
    [InlineData("""{"dataset":"ads","key":{"id":null}}""", 400, "must have a value")]
    [InlineData("""{"dataset":"ads","key":{"id":[1]}}""", 400, "must have a value")]
    [InlineData("""{"dataset":"ads","key":{"id":"secret"}}""", 400, "not of its type, integer")]
    [InlineData("""{"dataset":"ads","key":{"id":1,"name":"secret"}}""", 400, "the fields of the primary key of ads: id.")]
    [InlineData("""{"dataset":"users","key":{"id":1}}""", 404, "no such dataset")]
    public async Task A_key_that_cannot_be_erased_says_why_and_shows_no_value(string body, int status, string says)
    {
        var answer = await functions.PostErasureAsync(body);
        Assert.Equal(status, answer.Status);
        Assert.Contains(says, answer.Text("detail"), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", answer.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_setting_for_hashing_nothing_can_be_erased()
    {
        await using var without = await FunctionsFixture.StartAsync(azurite);
        var answer = await without.PostErasureAsync("""{"dataset":"ads","key":{"id":1}}""");
        Assert.Equal(409, answer.Status);
        Assert.Contains("Sensitive__HashKey", answer.Text("detail"), StringComparison.Ordinal);
    }
}
