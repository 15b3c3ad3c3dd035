using System.IO.Compression;
using System.Text;
using Sluice.IntegrationTests.Azurite;
using Sluice.Ledger;
using Sluice.Loading;

namespace Sluice.IntegrationTests.Loading;

/// <summary>ZIP archives in the lake, each with one CSV.</summary>
public sealed class ZipFileTests(AzuriteFixture azurite) : LoadingTest(azurite)
{
    [Fact]
    public async Task An_archive_is_loaded_and_replaced_as_a_file_is()
    {
        var loader = await PrepareAsync(Lake());
        var first = Zip("id,city\n1,Paris\n2,Rome\nx,Oslo\n");
        var load = await LoadAsync(loader, "a.csv", first);
        Assert.Equal(
            (LoadState.Loaded, LoadKind.New, 2L, 1L, (long)first.Length), (load.State, load.Kind, load.Rows, load.Rejected, load.Bytes));
        Assert.Equal(LoadState.Unchanged, (await loader.LoadAsync(load.File, LoadTrigger.Blob, null, Token)).State);

        load = await LoadAsync(loader, "a.csv", Zip("id,city\n1,Paris\n2,Rome\n3,Oslo\n"));
        Assert.Equal((LoadState.Loaded, LoadKind.Replace, 3L), (load.State, load.Kind, load.Rows));
        Assert.Equal(["1|Paris|1", "2|Rome|2", "3|Oslo|3"], Rows());
    }

    [Fact]
    public async Task The_ledger_knows_the_content_of_an_archive()
    {
        var loader = await PrepareAsync(Lake());
        var file = Zip("id,city\n1,Paris\n");
        await LoadAsync(loader, "a.csv", file);
        await LoadAsync(loader, "b.csv", file);
        await LoadAsync(loader, "c.csv", "id,city\n1,Paris\n");

        var contents = new List<string?>();
        foreach (var name in (string[])["a.csv", "b.csv", "c.csv"])
        {
            contents.Add((await Warehouse.FindFileAsync(PathOf(name), Token))!.Content);
        }

        Assert.NotNull(contents[0]);
        Assert.Equal(contents[0], contents[1]);
        Assert.NotEqual(contents[0], contents[2]);
    }

    [Fact]
    public async Task An_archive_whose_damage_shows_at_its_end_leaves_no_row()
    {
        var file = Zip("id,city\n" + string.Concat(Enumerable.Range(1, 5000).Select(i => $"{i},Rome\n")));
        file[file.AsSpan().IndexOf("PK\x01\x02"u8) + 16] ^= 1;
        var loader = await PrepareAsync(Lake(), new LoaderOptions { CommitRows = 1000 });

        var load = await LoadAsync(loader, "a.csv", file);

        Assert.Equal(LoadState.Refused, load.State);
        Assert.StartsWith("The file's ZIP data is damaged", load.Error, StringComparison.Ordinal);
        Assert.Empty(Rows());
    }

    [Fact]
    public async Task An_archive_of_several_files_is_refused_and_none_is_read()
    {
        var loader = await PrepareAsync(Lake());
        var load = await LoadAsync(loader, "a.csv", Zip("id,city\n1,Paris\n", "id,city\n2,Rome\n"));
        Assert.Equal(LoadState.Refused, load.State);
        Assert.StartsWith("The ZIP archive has 2 files in it", load.Error, StringComparison.Ordinal);
        Assert.Empty(Rows());
    }

    private async Task<Load> LoadAsync(Loader loader, string name, byte[] content)
    {
        await Storage.UploadAsync(PathOf(name), new MemoryStream(content), null, Token);
        return await loader.LoadAsync(PathOf(name), LoadTrigger.Blob, null, Token);
    }

    private static byte[] Zip(params string[] texts)
    {
        using var archive = new MemoryStream();
        using (var zip = new ZipArchive(archive, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var text in texts)
            {
                using var entry = zip.CreateEntry("cities.csv").Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return archive.ToArray();
    }
}
