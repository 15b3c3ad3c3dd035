namespace Sluice.IntegrationTests.Analytics;

/// <summary>Answers are as short as the client accepts them.</summary>
public sealed class CompressionTests(AnalyticsFixture analytics) : IClassFixture<AnalyticsFixture>
{
    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("br", "br")]
    [InlineData("gzip, deflate, br", "br")]
    [InlineData("gzip;q=1, br;q=0.5", "gzip")]
    [InlineData("br;q=0, *", "gzip")]
    [InlineData("identity", null)]
    [InlineData("deflate", null)]
    [InlineData("gzip;q=0", null)]
    public async Task An_answer_is_compressed_as_the_client_accepts_it(string accepted, string? coding)
    {
        var headers = new Dictionary<string, string> { ["Accept-Encoding"] = accepted };
        foreach (var (path, format) in ((string, string)[])[("items", "json"), ("items", "csv"), ("$metadata", "xml")])
        {
            var plain = await analytics.GetAsync(path, [KeyValuePair.Create("$format", format)]);
            var answer = await analytics.GetAsync(path, [KeyValuePair.Create("$format", format)], headers);

            Assert.Equal(coding, answer.Headers.GetValueOrDefault("Content-Encoding"));
            Assert.Equal($"{answer.Bytes.Length}", answer.Headers["Content-Length"]);
            Assert.Equal(plain.Text, Decoded(answer.Bytes, coding));
        }

        var table = await analytics.GetAsync("items", [KeyValuePair.Create("$format", "parquet")], headers);
        Assert.False(table.Headers.ContainsKey("Content-Encoding"));

        static string Decoded(byte[] bytes, string? coding)
        {
            using var body = new MemoryStream(bytes);
            using Stream stream = coding switch
            {
                "br" => new System.IO.Compression.BrotliStream(body, System.IO.Compression.CompressionMode.Decompress),
                "gzip" => new System.IO.Compression.GZipStream(body, System.IO.Compression.CompressionMode.Decompress),
                _ => body,
            };
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
    }

    [Fact]
    public async Task A_profile_that_the_client_has_is_not_sent_whatever_the_form_of_its_tag()
    {
        var plain = await analytics.GetAsync("items/profile", []);
        var tag = plain.ETag!;

        // A cache must not give a compressed answer to a client that cannot read it.
        Assert.Equal("Accept-Encoding", plain.Headers["Vary"]);
        var compressed = await analytics.GetAsync(
            "items/profile", [], new Dictionary<string, string> { ["Accept-Encoding"] = "gzip" });

        Assert.Equal($"W/{tag}", compressed.ETag);
        foreach (var known in (string[])[tag, $"W/{tag}", $"\"other\", {tag}", $"W/\"other\", W/{tag}", "*"])
        {
            Assert.Equal(304, (await analytics.GetAsync(
                "items/profile", [], new Dictionary<string, string> { ["If-None-Match"] = known })).Status);
        }

        Assert.Equal(200, (await analytics.GetAsync(
            "items/profile", [], new Dictionary<string, string> { ["If-None-Match"] = "\"other\"" })).Status);
    }
}
