using System.Data;
using System.Data.Common;
using Sluice.Lake;
using Sluice.Ledger;

namespace Sluice.Tests.Ledger;

public class LedgerRowsTests
{
    private static readonly DateTime Noon = new(2026, 1, 2, 12, 0, 0, DateTimeKind.Utc);

    private static readonly Dictionary<string, object> File = new()
    {
        ["id"] = 1L,
        ["path"] = "data/ads/Ads.csv",
        ["dataset"] = "ads",
        ["state"] = "loaded",
        ["etag"] = "e1",
        ["last_modified"] = Noon,
        ["length"] = 2L,
        ["rows"] = 3L,
        ["rejected"] = 4L,
        ["erased"] = 14L,
        ["version"] = 5L,
        ["last_load"] = 6L,
        ["attempts"] = 7,
        ["error"] = "e",
        ["updated_at"] = Noon.AddHours(1),
        ["next_try"] = Noon.AddHours(2),
        ["checkpoint_etag"] = "e2",
        ["checkpoint_offset"] = 8L,
        ["checkpoint_lines"] = 9L,
        ["checkpoint_rows"] = 10L,
        ["checkpoint_rejected"] = 11L,
        ["checkpoint_erased"] = 15L,
        ["checkpoint_prefix_hash"] = new byte[] { 12, 13 },
        ["checkpoint_header"] = "id;name",
        ["checkpoint_delimiter"] = ";",
        ["checkpoint_blob_kind"] = "append",
        ["checkpoint_created_on"] = Noon.AddHours(3),
        ["checkpoint_complete"] = true,
        ["checkpoint_keys"] = DBNull.Value,
        ["fingerprint"] = "f",
        ["attempt_fingerprint"] = "g",
        ["content"] = "2-h",
        ["duplicate_of"] = 16L,
        ["dialect"] = "{}",
        ["header_row"] = 17L,
        ["encoding"] = "utf-8",
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_is_read_whatever_the_order_of_the_columns(bool isReversed)
    {
        var file = Read(LedgerRows.FileColumns, File, isReversed, LedgerRows.File);
        Assert.Equal(
            (1, "data/ads/Ads.csv", "ads", LoadState.Loaded, "e1", (DateTimeOffset)Noon, 2),
            (file.Id, file.Path, file.Dataset, file.State, file.ETag, file.LastModified, file.Length));
        Assert.Equal(
            (3, 4, 14, "f", "g", "2-h", 16, 5, 6, 7, "e"),
            (file.Rows, file.Rejected, file.Erased, file.Fingerprint, file.AttemptFingerprint, file.Content, file.DuplicateOf,
                file.RowVersion, file.LastLoad, file.Attempts, file.Error));
        Assert.Equal((Noon.AddHours(1), Noon.AddHours(2)), (file.UpdatedAt.UtcDateTime, file.NextTry!.Value.UtcDateTime));
        var checkpoint = file.Checkpoint!;
        Assert.Equal(("e2", new ReadPosition(8, 9, 10, 11, 15)), (checkpoint.ETag, checkpoint.Position));
        Assert.Equal([12, 13], checkpoint.PrefixHash);
        Assert.Equal(
            ("id;name", ';', BlobKind.Append, Noon.AddHours(3), true),
            (checkpoint.Header, checkpoint.Delimiter, checkpoint.BlobKind, checkpoint.CreatedOn.UtcDateTime, checkpoint.Complete));
        Assert.Equal(("{}", 17, "utf-8"), (checkpoint.Dialect, checkpoint.HeaderRow, checkpoint.Encoding));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_load_is_read_whatever_the_order_of_the_columns(bool isReversed)
    {
        var load = Read(
            LedgerRows.LoadColumns,
            new()
            {
                ["id"] = 1L,
                ["file"] = "data/ads/Ads.csv",
                ["dataset"] = "ads",
                ["kind"] = "replace",
                ["state"] = "failed",
                ["trigger"] = "sweep",
                ["etag"] = "e1",
                ["rows"] = 2L,
                ["rejected"] = 3L,
                ["erased"] = 6L,
                ["bytes"] = 4L,
                ["started_at"] = Noon,
                ["finished_at"] = DBNull.Value,
                ["error"] = "e",
                ["attempt"] = 5L,
                ["next_try"] = Noon.AddHours(1),
                ["rejects_file"] = "rejects/ads/1.csv",
            },
            isReversed, LedgerRows.Load);
        Assert.Equal(
            new Load
            {
                Id = 1,
                File = "data/ads/Ads.csv",
                Dataset = "ads",
                Kind = LoadKind.Replace,
                State = LoadState.Failed,
                Trigger = LoadTrigger.Sweep,
                ETag = "e1",
                Rows = 2,
                Rejected = 3,
                Erased = 6,
                Bytes = 4,
                StartedAt = Noon,
                Error = "e",
                Attempt = 5,
                NextTry = Noon.AddHours(1),
                RejectsFile = "rejects/ads/1.csv",
            },
            load);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_reject_is_read_whatever_the_order_of_the_columns(bool isReversed)
    {
        var reject = Read(
            LedgerRows.RejectColumns,
            new()
            {
                ["load"] = 1L,
                ["file"] = "data/ads/Ads.csv",
                ["dataset"] = "ads",
                ["row"] = 2L,
                ["line"] = 3L,
                ["byte_offset"] = 4L,
                ["error"] = 5,
                ["field"] = DBNull.Value,
                ["rule"] = "type",
                ["message"] = "m",
                ["raw_text"] = "r",
            },
            isReversed, LedgerRows.Reject);
        Assert.Equal(new StoredReject(1, "data/ads/Ads.csv", "ads", 2, 3, 4, 5, null, "type", "m", "r"), reject);
    }

    [Fact]
    public void The_columns_are_found_once_for_all_rows()
    {
        using var table = Table(["id", "text"], new() { ["id"] = 1L, ["text"] = "a" });
        table.Rows.Add(2L, DBNull.Value);
        using var reader = table.CreateDataReader();
        var row = new NamedRow(reader);
        Assert.True(reader.Read());
        Assert.Equal((1, "a"), (row.Int64("id"), row.TextOrNull("text")));
        Assert.True(reader.Read());
        Assert.Equal((2, null), (row.Int64("id"), row.TextOrNull("text")));
    }

    private static T Read<T>(IReadOnlyList<string> columns, Dictionary<string, object> values, bool isReversed, Func<NamedRow, T> map)
    {
        using var table = Table(isReversed ? columns.Reverse() : columns, values);
        using DbDataReader reader = table.CreateDataReader();
        Assert.True(reader.Read());
        return map(new NamedRow(reader));
    }

    private static DataTable Table(IEnumerable<string> columns, Dictionary<string, object> values)
    {
        var table = new DataTable();
        foreach (var name in columns)
        {
            table.Columns.Add(name, values[name] is DBNull ? typeof(string) : values[name].GetType());
        }

        table.Rows.Add([.. table.Columns.Cast<DataColumn>().Select(c => values[c.ColumnName])]);
        return table;
    }
}
