using System.Globalization;
using System.Xml.Linq;
using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.Extensions.Time.Testing;
using Sluice.Local.Storage;

namespace Sluice.Tests.Local;

public sealed class ListingPolicyTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_blob_that_was_listed_later_has_a_later_time_though_it_was_written_in_the_same_second()
    {
        var listing = new FakeListing { Blobs = { ["a"] = "1" } };
        var scan = Scan(listing);
        var first = await scan();
        listing.Blobs["b"] = "1";
        var second = await scan();

        Assert.Equal(first["a"], second["a"]);
        Assert.True(second["b"] > first.Values.Max());
    }

    [Fact]
    public async Task A_blob_that_was_overwritten_in_the_same_second_has_a_later_time_than_before()
    {
        var listing = new FakeListing { Blobs = { ["a"] = "1", ["b"] = "1" } };
        var scan = Scan(listing);
        var first = await scan();
        listing.Blobs["a"] = "2";
        var second = await scan();

        Assert.True(second["a"] > first.Values.Max());
        Assert.Equal(first["b"], second["b"]);
    }

    [Fact]
    public async Task A_blob_that_was_deleted_and_is_there_again_has_a_later_time()
    {
        var listing = new FakeListing { Blobs = { ["a"] = "1", ["b"] = "1" } };
        var scan = Scan(listing);
        var first = await scan();
        listing.Blobs.Remove("a");
        await scan();
        listing.Blobs["a"] = "1";
        var third = await scan();

        Assert.True(third["a"] > first.Values.Max());
    }

    [Fact]
    public async Task A_blob_on_an_early_page_is_later_than_all_of_the_scan_before()
    {
        var listing = new FakeListing { PageSize = 2, Blobs = { ["b"] = "1", ["c"] = "1", ["d"] = "1", ["e"] = "1", ["f"] = "1" } };
        var scan = Scan(listing);
        var first = await scan();
        listing.Blobs["a"] = "1";
        var second = await scan();

        Assert.Equal(6, second.Count);
        Assert.True(second["a"] > first.Values.Max());
        Assert.All(first, b => Assert.Equal(b.Value, second[b.Key]));
    }

    [Fact]
    public async Task An_answer_without_news_is_held_back_until_there_is_something_new()
    {
        var listing = new FakeListing { Blobs = { ["a"] = "1" } };
        var scan = Scan(listing, TimeSpan.FromMinutes(10));
        await scan();
        listing.BeforeAnswer = number =>
        {
            if (number == 4)
            {
                listing.Blobs["b"] = "1";
            }
        };
        var second = await scan();

        Assert.Contains("b", second.Keys);
        Assert.Equal(4, listing.Requests);
    }

    [Fact]
    public async Task An_answer_without_news_is_given_when_it_was_held_back_long_enough()
    {
        var listing = new FakeListing { Blobs = { ["a"] = "1" } };
        var time = new FakeTimeProvider();
        var scan = Scan(listing, TimeSpan.FromSeconds(0.5), time: time);
        await scan();
        var scanning = scan();
        Assert.False(scanning.IsCompleted);
        while (!scanning.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(0.1));
            await Task.Yield();
        }

        var second = await scanning;
        Assert.Equal(["a"], second.Keys);
        Assert.InRange(listing.Requests, 3, 5);
    }

    [Fact]
    public async Task An_answer_that_is_held_back_ends_when_the_host_stops()
    {
        var listing = new FakeListing();
        using var stop = new CancellationTokenSource();
        listing.BeforeAnswer = number =>
        {
            if (number == 2)
            {
                stop.Cancel();
            }
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(Scan(listing, TimeSpan.FromMinutes(10), stop.Token));
    }

    [Theory]
    [InlineData("/account?comp=list")]
    [InlineData("/account/data/a")]
    public async Task Other_requests_are_answered_as_they_are(string address)
    {
        var listing = new FakeListing { Blobs = { ["a"] = "1" } };
        var answer = await SendAsync(Pipeline(listing, TimeSpan.FromMinutes(10)), address, Cancel);

        Assert.Equal("Mon, 01 Jun 2026 10:00:00 GMT", answer.Descendants("Last-Modified").Single().Value);
        Assert.Equal(1, listing.Requests);
    }

    private static HttpPipeline Pipeline(FakeListing listing, TimeSpan hold, TimeProvider? time = null) =>
        new(listing, [new ListingPolicy(hold, time ?? TimeProvider.System)]);

    // Lists the container to its end, as the scan of the SDK does.
    private static Func<Task<Dictionary<string, DateTimeOffset>>> Scan(
        FakeListing listing, TimeSpan hold = default, CancellationToken? cancellationToken = null, TimeProvider? time = null)
    {
        var pipeline = Pipeline(listing, hold, time);
        return async () =>
        {
            Dictionary<string, DateTimeOffset> times = [];
            var marker = "";
            do
            {
                var answer = await SendAsync(
                    pipeline, $"/account/data?restype=container&comp=list{marker}", cancellationToken ?? Cancel);
                foreach (var blob in answer.Descendants("Blob"))
                {
                    times.Add(blob.Element("Name")!.Value, DateTimeOffset.ParseExact(
                        blob.Descendants("Last-Modified").Single().Value, "R", CultureInfo.InvariantCulture));
                }

                marker = $"&marker={answer.Root!.Element("NextMarker")!.Value}";
            }
            while (marker != "&marker=");
            return times;
        };
    }

    private static async Task<XDocument> SendAsync(HttpPipeline pipeline, string address, CancellationToken cancellationToken)
    {
        using var message = pipeline.CreateMessage();
        message.Request.Method = RequestMethod.Get;
        message.Request.Uri.Reset(new Uri($"http://127.0.0.1{address}"));
        await pipeline.SendAsync(message, cancellationToken);
        return XDocument.Load(message.Response.ContentStream!);
    }
}
