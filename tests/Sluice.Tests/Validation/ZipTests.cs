using System.IO.Compression;
using System.Text;
using Sluice.IO;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Rows;
using Sluice.Validation.Rows;

namespace Sluice.Tests.Validation;

/// <summary>ZIP archives with one CSV.</summary>
public class ZipTests
{
    private const string Csv = "id,title\n1,a\n2,\"b\nx,c\n";
    private static readonly Dataset Ads = Given.Dataset(Given.Field("id", FieldType.Integer), Given.Field("title"));

    [Theory]
    [InlineData("Ads.zip", CompressionLevel.Optimal)]
    [InlineData("Ads.csv", CompressionLevel.Optimal)]
    [InlineData("Ads.csv.ZIP", CompressionLevel.NoCompression)]
    [InlineData(null, CompressionLevel.SmallestSize)]
    public async Task A_ZIP_archive_with_one_file_is_read_as_that_file(string? name, CompressionLevel level)
    {
        var read = await Given.ReadAsync(Ads, Zip(level, ("Ads.csv", Csv)), name: name);
        Assert.Equal([(1, "1|a")], read.Rows);
        Assert.Equal(
            [("unclosed-quote", 3, 13), ("type", 4, 18)], read.Rejects.Select(r => (r.Errors[0].Rule, (int)r.Line, (int)r.ByteOffset)));
        Assert.Equal(default, read.Position);
    }

    [Theory]
    [InlineData("folder/", "folder/Ads.csv")]
    [InlineData("Ads.csv", "__MACOSX/._Ads.csv", "__MACOSX/")]
    [InlineData(".DS_Store", "Ads.csv", "folder/.DS_Store")]
    [InlineData("folder\\", "folder\\Ads.csv")]
    public async Task Folders_and_what_macOS_adds_are_no_files(params string[] names)
    {
        var read = await Given.ReadAsync(Ads, Zip([.. names.Select(n => (n, n[^3..] == "csv" && n[0] != '_' ? Csv : ""))]));
        Assert.Equal([(1, "1|a")], read.Rows);
    }

    [Fact]
    public async Task A_file_in_another_encoding_is_read()
    {
        using var archive = new MemoryStream();
        using (var zip = new ZipArchive(archive, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = zip.CreateEntry("Ads.csv").Open())
        {
            entry.Write([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("id,title\n1,é\n")]);
        }

        Assert.Equal([(1, "1|é")], (await Given.ReadAsync(Ads, archive.ToArray())).Rows);
    }

    /// <summary>Programs that cannot go back write the length and the checksum after the file, and not before it.</summary>
    [Fact]
    public async Task An_archive_that_was_written_forward_only_is_read()
    {
        using var archive = new MemoryStream();
        using (var zip = new ZipArchive(new ForwardOnly(archive), ZipArchiveMode.Create))
        using (var entry = zip.CreateEntry("Ads.csv").Open())
        {
            entry.Write(Encoding.UTF8.GetBytes(Csv));
        }

        Assert.Equal([(1, "1|a")], (await Given.ReadAsync(Ads, archive.ToArray())).Rows);
    }

    [Fact]
    public async Task A_large_archive_is_read_once_from_start_to_end_and_at_its_end_before()
    {
        var random = new Random(3);
        var text = new StringBuilder("id,title\n");
        for (var row = 1; row <= 60_000; row++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{row},{random.NextInt64():x}\n");
        }

        var file = Zip(("folder/", ""), ("folder/Ads.csv", text.ToString()), ("__MACOSX/._Ads.csv", new string('x', 1000)));
        Assert.True(file.Length > 2 * ZipSource.TailLength);
        var opened = new List<(long Offset, CountingStream Stream)>();
        await using var reader = await DatasetReader.StartAsync(
            Ads, Given.DuckDb, new ReadOptions(),
            (offset, _) =>
            {
                opened.Add((offset, new CountingStream(new MemoryStream(file, (int)offset, file.Length - (int)offset))));
                return Task.FromResult<Stream>(opened[^1].Stream);
            },
            hashing: false, CancellationToken.None, length: file.Length);
        var batch = new ColumnBatch(Ads.Schema, 4096);
        var rows = 0L;
        while (await reader.ReadAsync(batch, [], CancellationToken.None))
        {
            rows += batch.Count;
        }

        Assert.Equal(60_000, rows);
        Assert.Equal(
            [(0L, (long)file.Length), (file.Length - ZipSource.TailLength, ZipSource.TailLength)],
            opened.Select(o => (o.Offset, o.Stream.Count)));
    }

    [Theory]
    [InlineData("has 2 files in it; it must have exactly one, a CSV", "a.csv", "b.csv")]
    [InlineData("has 3 files in it", "a.csv", "readme.txt", "b.csv")]
    [InlineData("has no file in it", "folder/")]
    [InlineData("has no file in it")]
    [InlineData("an Office document, such as an Excel workbook, not a CSV: save it as CSV", "xl/workbook.xml", "[Content_Types].xml")]
    [InlineData("an OpenDocument file, such as a spreadsheet, not a CSV: save it as CSV", "mimetype", "content.xml", "styles.xml")]
    public async Task Another_archive_is_refused_by_what_it_has(string says, params string[] names) =>
        Assert.Contains(says, await RefusalAsync(Zip([.. names.Select(n => (n, ""))])), StringComparison.Ordinal);

    [Fact]
    public async Task An_archive_with_very_many_files_is_refused_without_reading_their_names()
    {
        var names = Enumerable.Range(0, 5_000).Select(i => ($"{new string('a', 100)}{i}.csv", "")).ToArray();
        Assert.Contains("has too many files", await RefusalAsync(Zip(names)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_encrypted_file_is_refused()
    {
        var file = Zip(("a.csv", Csv));
        file[6] |= 1;
        file[file.AsSpan().IndexOf("PK\x01\x02"u8) + 8] |= 1;
        Assert.Contains("is encrypted: pack it without a password", await RefusalAsync(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_archive_in_a_compressed_file_is_compressed_twice()
    {
        using var gzipped = new MemoryStream();
        using (var gzip = new GZipStream(gzipped, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Zip(("a.csv", Csv)));
        }

        Assert.Contains("compressed twice (zip)", await RefusalAsync(gzipped.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Damaged_data_is_refused()
    {
        var rows = string.Concat(Enumerable.Range(1, 20_000).Select(i => $"{i},{i * 7919L % 104_729}\n"));
        var file = Zip(("Ads.csv", "id,title\n" + rows));
        Assert.Contains("is damaged", await RefusalAsync(file[..(file.Length / 2)]), StringComparison.Ordinal);
        var wrong = (byte[])file.Clone();
        wrong[wrong.AsSpan().IndexOf("PK\x01\x02"u8) + 16] ^= 1;
        Assert.Contains("is damaged", await RefusalAsync(wrong), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_wrong_byte_is_a_refusal_or_changes_no_value()
    {
        var file = Zip(("Ads.csv", Csv));
        foreach (var flip in (byte[])[0x01, 0x55, 0x80, 0xFF])
        {
            // The first four bytes say that it is an archive at all.
            for (var at = 4; at < file.Length; at++)
            {
                var wrong = (byte[])file.Clone();
                wrong[at] ^= flip;
                try
                {
                    Assert.Equal([(1, "1|a")], (await Given.ReadAsync(Ads, wrong)).Rows);
                }
                catch (FileRefusedException)
                {
                }
            }
        }
    }

    [Theory]
    [InlineData(12)]
    [InlineData(14)]
    [InlineData(93)]
    public async Task Another_method_of_compression_is_refused(byte method)
    {
        var file = Zip(("a.csv", Csv));
        file[8] = method;
        file[file.AsSpan().IndexOf("PK\x01\x02"u8) + 10] = method;
        Assert.Contains("compressed by another method than deflate", await RefusalAsync(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_promises_an_archive_is_refused_if_there_is_none()
    {
        var refused = await Assert.ThrowsAsync<FileRefusedException>(
            () => Given.ReadAsync(Ads, "id,title\n1,a\n"u8.ToArray(), name: "Ads.zip"));
        Assert.Contains("compressed (zip), but its content is not", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bomb_is_refused_and_not_inflated()
    {
        using var archive = new MemoryStream();
        using (var zip = new ZipArchive(archive, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = zip.CreateEntry("Ads.csv").Open())
        {
            entry.Write("id,title\n"u8);
            var zeros = Enumerable.Repeat((byte)'0', 1024 * 1024).ToArray();
            for (var i = 0; i < 200; i++)
            {
                entry.Write(zeros);
            }
        }

        Assert.Contains("Load__MaxInflation", await RefusalAsync(archive.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_inflates_to_too_much_is_refused() => Assert.Contains(
        "more than 1000 bytes",
        await RefusalAsync(
            Zip(("Ads.csv", "id,title\n" + string.Concat(Enumerable.Range(1, 1000).Select(i => $"{i},a\n")))),
            new ReadOptions { MaxInflatedBytes = 1000 }),
        StringComparison.Ordinal);

    private static async Task<string> RefusalAsync(byte[] file, ReadOptions? options = null) =>
        (await Assert.ThrowsAsync<FileRefusedException>(async () =>
        {
            await using var reader = await DatasetReader.StartAsync(
                Ads, Given.DuckDb, options ?? new ReadOptions(), Given.File(file), hashing: false, CancellationToken.None,
                length: file.Length);
            var batch = new ColumnBatch(Ads.Schema, 4096);
            while (await reader.ReadAsync(batch, [], CancellationToken.None))
            {
            }
        })).Message;

    private static byte[] Zip(params (string Name, string Text)[] files) => Zip(CompressionLevel.Optimal, files);

    private static byte[] Zip(CompressionLevel level, params (string Name, string Text)[] files)
    {
        using var archive = new MemoryStream();
        using (var zip = new ZipArchive(archive, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in files)
            {
                using var entry = zip.CreateEntry(name, level).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return archive.ToArray();
    }

    private sealed class ForwardOnly(Stream target) : MemoryStream
    {
        public override bool CanSeek => false;

        public override void Write(ReadOnlySpan<byte> buffer) => target.Write(buffer);

        public override void Write(byte[] buffer, int offset, int count) => target.Write(buffer, offset, count);

        public override void WriteByte(byte value) => target.WriteByte(value);
    }
}
