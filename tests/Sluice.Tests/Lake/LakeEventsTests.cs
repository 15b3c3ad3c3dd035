using System.Text;
using Sluice.Lake.Events;

namespace Sluice.Tests.Lake;

public sealed class LakeEventsTests
{
    private const string Dfs = "https://stlake.dfs.core.windows.net/";
    private static readonly DateTimeOffset Time = new(2026, 5, 1, 12, 30, 0, 250, TimeSpan.Zero);

    [Theory]
    [InlineData("RenameFile")]
    [InlineData("SftpRename")]
    public void A_renamed_file_has_its_path_before_and_after(string api) => Assert.Equal(
        [new LakeEvent(LakeEventKind.FileRenamed, "data/ads/Ads.csv") { From = "data/ads/Ads.csv.tmp", Time = Time }],
        LakeEvents.Parse(Renamed("BlobRenamed", api, "data/ads/Ads.csv.tmp", "data/ads/Ads.csv")));

    [Fact]
    public void A_renamed_folder_has_its_path_before_and_after() => Assert.Equal(
        [new LakeEvent(LakeEventKind.FolderRenamed, "data/ads/2025") { From = "data/incoming", Time = Time }],
        LakeEvents.Parse(Renamed("DirectoryRenamed", "RenameDirectory", "data/incoming", "data/ads/2025")));

    [Fact]
    public void An_event_may_come_in_an_array_and_as_base64_as_Event_Grid_writes_it_into_a_queue()
    {
        var json = Renamed("BlobRenamed", "RenameFile", "data/a", "data/b");
        var expected = LakeEvents.Parse(json);

        Assert.Single(expected);
        Assert.Equal(expected, LakeEvents.Parse($"[{json}]"));
        Assert.Equal(expected, LakeEvents.Parse(Convert.ToBase64String(Encoding.UTF8.GetBytes(json))));
        Assert.Equal([.. expected, .. expected], LakeEvents.Parse($"[{json},{json}]"));
    }

    [Fact]
    public void The_schema_of_CloudEvents_says_the_same() => Assert.Equal(
        LakeEvents.Parse(Renamed("BlobRenamed", "RenameFile", "data/a", "data/b")),
        LakeEvents.Parse(
            $$"""
            {
              "source": "/subscriptions/s", "specversion": "1.0", "id": "1", "type": "Microsoft.Storage.BlobRenamed",
              "time": "2026-05-01T12:30:00.25Z", "subject": "/blobServices/default/containers/data/blobs/b",
              "data": { "api": "RenameFile", "sourceUrl": "{{Dfs}}data/a", "destinationUrl": "{{Dfs}}data/b" }
            }
            """));

    [Theory]
    // Encoded: the space of the new name says so, or nothing says otherwise.
    [InlineData("data/my%20ads.csv", "data/our%20ads.csv", "data/our ads.csv", "data/my ads.csv")]
    [InlineData("data/%C3%A9.csv", "data/e.csv", "data/e.csv", "data/é.csv")]
    [InlineData("data/%C3%A9.csv", null, "data/e.csv", "data/é.csv")]
    // Not encoded: it has what an encoded URL does not have, or the new name would be another if it were.
    [InlineData("data/my ads 100%41.csv", "data/a.csv", "data/a.csv", "data/my ads 100%41.csv")]
    [InlineData("data/é.csv", "data/e.csv", "data/e.csv", "data/é.csv")]
    [InlineData("data/%20.csv", "data/%41.csv", "data/%41.csv", "data/%20.csv")]
    public void The_path_before_is_read_from_its_URL_encoded_or_not(string source, string? destination, string path, string from) =>
        Assert.Equal(from, Assert.Single(LakeEvents.Parse(Event("BlobRenamed", "RenameFile", source, destination, path))).From);

    [Fact]
    public void A_dead_letter_has_its_reason()
    {
        var json = """
            [{
              "id": "1", "eventTime": "2026-05-01T12:30:00.25Z", "eventType": "Microsoft.Storage.BlobCreated", "dataVersion": "",
              "topic": "/subscriptions/s", "subject": "/blobServices/default/containers/data/blobs/ads/blobs/x y.csv",
              "data": { "api": "SftpCommit", "url": "https://stlake.blob.core.windows.net/data/ads/blobs/x%20y.csv" },
              "deadLetterReason": "MaxDeliveryAttemptsExceeded", "deliveryAttempts": 30, "lastDeliveryOutcome": "NotFound"
            },
            {
              "id": "2", "source": "s", "type": "Microsoft.Storage.BlobCreated", "subject": "/blobServices/default/containers/data/blobs/z",
              "data": {}, "deadletterreason": "TimeToLiveExceeded"
            }]
            """;

        Assert.Equal(
            [
                new LakeEvent(LakeEventKind.FileWritten, "data/ads/blobs/x y.csv")
                {
                    Time = Time,
                    DeadLetterReason = "MaxDeliveryAttemptsExceeded",
                },
                new LakeEvent(LakeEventKind.FileWritten, "data/z") { DeadLetterReason = "TimeToLiveExceeded" },
            ],
            LakeEvents.Parse(json));
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("aGVsbG8=")]
    [InlineData("7")]
    [InlineData("null")]
    [InlineData("[null, 7, {}]")]
    [InlineData("""{"operation":7}""")]
    [InlineData("""{"eventType":7,"subject":"/blobServices/default/containers/data/blobs/a"}""")]
    [InlineData("""{"eventType":"Microsoft.Storage.BlobDeleted","subject":"/blobServices/default/containers/data/blobs/a"}""")]
    [InlineData("""{"eventType":"Microsoft.Storage.BlobCreated","subject":"/blobServices/default/containers/data/blobs/"}""")]
    [InlineData("""{"eventType":"Microsoft.Storage.BlobCreated","subject":"data/a"}""")]
    [InlineData("""{"eventType":"Microsoft.Storage.BlobRenamed","subject":"/blobServices/default/containers/data/blobs/a"}""")]
    [InlineData("""{"eventType":"Microsoft.Storage.BlobRenamed","subject":"/blobServices/default/containers/data/blobs/a","data":[]}""")]
    public void What_is_no_event_about_a_path_of_the_lake_is_left_out(string text) => Assert.Empty(LakeEvents.Parse(text));

    private static string Renamed(string type, string api, string from, string to) => Event(type, api, from, to, to);

    private static string Event(string type, string api, string source, string? destination, string path)
    {
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        var after = destination is null ? "" : $"\"destinationUrl\": \"{Dfs}{destination}\",";
        return $$"""
            {
              "topic": "/subscriptions/s", "id": "1", "eventType": "Microsoft.Storage.{{type}}", "eventTime": "2026-05-01T12:30:00.25Z",
              "subject": "/blobServices/default/containers/{{path[..slash]}}/blobs/{{path[(slash + 1)..]}}",
              "data": { "api": "{{api}}", {{after}} "sourceUrl": "{{Dfs}}{{source}}", "sequencer": "1" },
              "dataVersion": "1", "metadataVersion": "1"
            }
            """;
    }
}
