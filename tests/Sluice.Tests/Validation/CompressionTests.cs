using System.IO.Compression;
using System.Text;
using Sluice.IO;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Rows;
using Sluice.Validation.Rows;

namespace Sluice.Tests.Validation;

/// <summary>Compressed files.</summary>
public class CompressionTests
{
    private static readonly Dataset Ads = Given.Dataset(Given.Field("id", FieldType.Integer), Given.Field("title"));

    [Theory]
    [InlineData("gzip", "Ads.csv.gz")]
    [InlineData("gzip", "Ads.csv")]
    [InlineData("zstd", "Ads.csv.zst")]
    [InlineData("zstd", null)]
    public async Task A_compressed_file_is_read_by_its_first_bytes(string format, string? name)
    {
        var read = await Given.ReadAsync(Ads, Compress(format, "id,title\n1,a\n2,\"b\nx,c\n"u8), name: name);
        Assert.Equal([(1, "1|a")], read.Rows);
        Assert.Equal(
            [("unclosed-quote", 3, 13), ("type", 4, 18)], read.Rejects.Select(r => (r.Errors[0].Rule, (int)r.Line, (int)r.ByteOffset)));
        Assert.Equal(default, read.Position);
    }

    [Fact]
    public async Task A_compressed_file_in_another_encoding_is_read()
    {
        var read = await Given.ReadAsync(
            Ads, Compress("gzip", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("id,title\n1,é\n")]));
        Assert.Equal([(1, "1|é")], read.Rows);
    }

    [Fact]
    public async Task Two_compressed_files_one_after_the_other_are_one()
    {
        var read = await Given.ReadAsync(Ads, [.. Compress("gzip", "id,title\n1,a\n"u8), .. Compress("gzip", "2,b\n"u8)]);
        Assert.Equal([(1, "1|a"), (2, "2|b")], read.Rows);
    }

    [Fact]
    public async Task Frames_of_Zstandard_without_data_are_skipped()
    {
        byte[] skipped = [0x5A, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3];
        var read = await Given.ReadAsync(
            Ads, [.. skipped, .. Compress("zstd", "id,title\n1,a\n"u8), .. skipped, .. Compress("zstd", "2,b\n"u8)], name: "Ads.csv.zst");
        Assert.Equal([(1, "1|a"), (2, "2|b")], read.Rows);
    }

    [Theory]
    [InlineData("Ads.csv.gz", "gzip")]
    [InlineData("Ads.csv.ZST", "zstd")]
    public async Task A_name_that_promises_what_the_file_is_not_is_refused(string name, string says)
    {
        var refused = await Assert.ThrowsAsync<FileRefusedException>(() => Given.ReadAsync(Ads, "id,title\n1,a\n"u8.ToArray(), name: name));
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zstd")]
    public async Task Damaged_data_is_refused(string format)
    {
        var rows = string.Concat(Enumerable.Range(1, 20_000).Select(i => $"{i},{i * 7919L % 104_729}\n"));
        var file = Compress(format, Encoding.UTF8.GetBytes("id,title\n" + rows));
        var refused = await Assert.ThrowsAsync<FileRefusedException>(() => Given.ReadAsync(Ads, file[..(file.Length / 2)]));
        Assert.Contains("is damaged, or ends too early", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zstd")]
    public async Task A_bomb_is_refused_and_not_inflated(string format)
    {
        var bomb = Compress(format, new Zeros(200L * 1024 * 1024));
        var refused = await Assert.ThrowsAsync<FileRefusedException>(() => ReadAsync(bomb, new ReadOptions()));
        Assert.Contains("Load__MaxInflation", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_inflates_to_too_much_is_refused()
    {
        var file = Compress(
            "gzip", Encoding.UTF8.GetBytes("id,title\n" + string.Concat(Enumerable.Range(1, 1000).Select(i => $"{i},a\n"))));
        var refused = await Assert.ThrowsAsync<FileRefusedException>(() => ReadAsync(file, new ReadOptions { MaxInflatedBytes = 1000 }));
        Assert.Contains("more than 1000 bytes", refused.Message, StringComparison.Ordinal);
    }

    private static async Task ReadAsync(byte[] file, ReadOptions options)
    {
        await using var reader = await DatasetReader.StartAsync(
            Ads, Given.DuckDb, options, Given.File(file), hashing: false, CancellationToken.None);
        var batch = new ColumnBatch(Ads.Schema, 4096);
        while (await reader.ReadAsync(batch, [], CancellationToken.None))
        {
        }
    }

    private static byte[] Compress(string format, ReadOnlySpan<byte> bytes) => Compress(format, new MemoryStream(bytes.ToArray()));

    private static byte[] Compress(string format, Stream content)
    {
        using var target = new MemoryStream();
        using (Stream compressed = format == "gzip"
            ? new GZipStream(target, CompressionLevel.Optimal)
            : new ZstdSharp.CompressionStream(target))
        {
            content.CopyTo(compressed);
        }

        return target.ToArray();
    }

    /// <summary>A header, and so many equal rows.</summary>
    private sealed class Zeros(long left) : MemoryStream
    {
        private bool begun;

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var count = (int)Math.Min(buffer.Length, left);
            buffer[..count].Fill((byte)'0');
            if (!begun)
            {
                "id,title\n"u8.CopyTo(buffer);
                begun = true;
            }

            left -= count;
            return count;
        }

        public override void CopyTo(Stream destination, int bufferSize)
        {
            var block = new byte[81_920];
            for (int count; (count = Read(block)) > 0;)
            {
                destination.Write(block, 0, count);
            }
        }
    }
}
