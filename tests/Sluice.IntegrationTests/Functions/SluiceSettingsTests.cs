using Microsoft.Azure.Functions.Worker;
using Sluice.Hosting;
using Sluice.IO;
using Sluice.Loading;
using Sluice.Operations;

namespace Sluice.IntegrationTests.Functions;

public sealed class SluiceSettingsTests
{
    [Fact]
    public void What_is_not_set_has_a_default()
    {
        var settings = SluiceSettings.Read(TestSettings.With(("LakeDefinition", null)));

        Assert.Equal(BlobTriggerSource.LogsAndContainerScan, settings.BlobTriggerSource);
        Assert.Equal(new LoaderOptions { WarehouseConcurrency = 32 }, settings.Loader);
        Assert.Equal((365, 90), (settings.Retention.Loads.TotalDays, settings.Retention.Rejects.TotalDays));
        Assert.Equal(Path.Combine(AppContext.BaseDirectory, "lake", "datapackage.json"), settings.LakeDefinition);
    }

    [Fact]
    public void What_is_set_counts()
    {
        var settings = SluiceSettings.Read(TestSettings.With(
            ("SweepSchedule", "*/10 * * * * *"), ("BlobTriggerSource", "EventGrid"), ("Load:CommitRows", "5"), ("Load:MaxRecordBytes", "6"),
            ("Load:Concurrency", "7"), ("Load:WarehouseConcurrency", "8"), ("Retention:Loads", "9"), ("Retention:Rejects", "10")));

        Assert.Equal("*/10 * * * * *", settings.SweepSchedule);
        Assert.Equal(BlobTriggerSource.EventGrid, settings.BlobTriggerSource);
        Assert.Equal(
            new LoaderOptions
            {
                CommitRows = 5,
                Read = new ReadOptions { MaxRecordBytes = 6 },
                Concurrency = 7,
                WarehouseConcurrency = 8,
            },
            settings.Loader);
        Assert.Equal(
            new RetentionOptions { Loads = TimeSpan.FromDays(9), Rejects = TimeSpan.FromDays(10) }, settings.Retention);
    }

    [Theory]
    [InlineData("https://lake.blob.core.windows.net", null, null)]
    [InlineData("https://lake.blob.core.windows.net", "managedidentity", "7e6d0a3e-0000-4000-8000-000000000000")]
    public void The_lake_can_be_reached_by_an_identity(string uri, string? credential, string? clientId)
    {
        var settings = SluiceSettings.Read(TestSettings.With(
            ("LakeStorage", null), ("LakeStorage:blobServiceUri", uri), ("LakeStorage:credential", credential),
            ("LakeStorage:clientId", clientId)));

        Assert.Equal(new Uri(uri), settings.LakeStorage!.CreateClient().Uri);
        Assert.Equal((credential is not null, clientId), (settings.LakeStorage.ManagedIdentityOnly, settings.LakeStorage.ClientId));
    }

    [Theory]
    [InlineData("LakeStorage", "LakeStorage", null)]
    [InlineData("LakeStorage", "LakeStorage", "AccountKey=c2VjcmV0")]
    [InlineData("LakeStorage__blobServiceUri", "LakeStorage:blobServiceUri", "lake")]
    [InlineData("LakeStorage__blobServiceUri", "LakeStorage:blobServiceUri", "http://lake.blob.core.windows.net")]
    [InlineData("LakeStorage__credential", "LakeStorage:credential", "c2VjcmV0")]
    [InlineData("LakeDefinition", "LakeDefinition", "nowhere/datapackage.json")]
    [InlineData("Warehouse__Provider", "Warehouse:Provider", " ")]
    [InlineData("Warehouse__Provider", "Warehouse:Provider", "Oracle")]
    [InlineData("Warehouse__ConnectionString", "Warehouse:ConnectionString", null)]
    [InlineData("Warehouse__ConnectionString", "Warehouse:ConnectionString", "Data Source=a;Password=c2VjcmV0")]
    [InlineData("FUNCTIONS_WORKER_PROCESS_COUNT", "FUNCTIONS_WORKER_PROCESS_COUNT", "2")]
    [InlineData("FUNCTIONS_WORKER_DYNAMIC_CONCURRENCY_ENABLED", "FUNCTIONS_WORKER_DYNAMIC_CONCURRENCY_ENABLED", "true")]
    [InlineData("SweepSchedule", "SweepSchedule", null)]
    [InlineData("SweepSchedule", "SweepSchedule", "hourly")]
    [InlineData("SweepSchedule", "SweepSchedule", "0 * * * *")]
    [InlineData("BlobTriggerSource", "BlobTriggerSource", "Polling")]
    [InlineData("BlobTriggerSource", "BlobTriggerSource", "1")]
    [InlineData("Load__CommitRows", "Load:CommitRows", "0")]
    [InlineData("Load__MaxRecordBytes", "Load:MaxRecordBytes", "1 MB")]
    [InlineData("Load__Concurrency", "Load:Concurrency", "65")]
    [InlineData("Load__WarehouseConcurrency", "Load:WarehouseConcurrency", "0")]
    [InlineData("Load__MaxInflation", "Load:MaxInflation", "0")]
    [InlineData("Load__MaxInflatedMegabytes", "Load:MaxInflatedMegabytes", "1 TB")]
    [InlineData("Retention__Loads", "Retention:Loads", "0")]
    [InlineData("Retention__Rejects", "Retention:Rejects", "90.00:00:00")]
    [InlineData("Retention__Rejects", "Retention:Rejects", "never")]
    [InlineData("Sensitive__HashKey", "Sensitive:HashKey", "c2VjcmV0")]
    [InlineData("Sensitive__HashKey", "Sensitive:HashKey", "not base64")]
    public void A_missing_or_wrong_setting_is_told_in_one_sentence_that_names_it_and_has_no_secret(string told, string name, string? value)
    {
        // A blobServiceUri counts only without a connection string.
        (string, string?)[] identity = name.StartsWith("LakeStorage:", StringComparison.Ordinal)
            ? [("LakeStorage", null), ("LakeStorage:blobServiceUri", "https://lake.blob.core.windows.net")]
            : [];

        var error = Assert.Throws<SluiceSettingsException>(() => SluiceSettings.Read(TestSettings.With([.. identity, (name, value)])));

        Assert.StartsWith($"The setting {told} ", error.Message, StringComparison.Ordinal);
        Assert.Matches(@"^[^\n]+\.$", error.Message);
        Assert.DoesNotContain("c2VjcmV0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_warehouse_is_told_with_those_that_are_known()
    {
        var error = Assert.Throws<SluiceSettingsException>(() => SluiceSettings.Read(TestSettings.With(("Warehouse:Provider", "Oracle"))));

        Assert.Contains("DuckDb, SqlServer", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_warehouse_on_SQL_Server_needs_no_more_than_its_server_and_database()
    {
        var settings = SluiceSettings.Read(TestSettings.With(
            ("Warehouse:Provider", "sqlserver"), ("Warehouse:ConnectionString", "Server=tcp:market.database.windows.net;Database=sluice")));

        Assert.Equal("SqlServer", settings.WarehouseProvider.Name);
    }

    [Theory]
    [InlineData("FUNCTIONS_WORKER_PROCESS_COUNT", "1")]
    [InlineData("FUNCTIONS_WORKER_DYNAMIC_CONCURRENCY_ENABLED", "false")]
    public void One_worker_can_be_asked_for_with_an_embedded_warehouse(string name, string value) =>
        Assert.Equal("DuckDb", SluiceSettings.Read(TestSettings.With((name, value))).WarehouseProvider.Name);

    [Theory]
    [InlineData("FUNCTIONS_WORKER_PROCESS_COUNT", "4")]
    [InlineData("FUNCTIONS_WORKER_DYNAMIC_CONCURRENCY_ENABLED", "true")]
    public void Several_workers_can_share_a_warehouse_on_SQL_Server(string name, string value) =>
        Assert.Equal("SqlServer", SluiceSettings.Read(TestSettings.With(
            ("Warehouse:Provider", "SqlServer"), ("Warehouse:ConnectionString", "Server=market;Database=sluice"), (name, value)))
            .WarehouseProvider.Name);

    [Theory]
    [InlineData("Server=market")]
    [InlineData("c2VjcmV0")]
    public void A_connection_string_that_is_none_of_SQL_Server_is_told_without_a_word_of_it(string connectionString)
    {
        var error = Assert.Throws<SluiceSettingsException>(() => SluiceSettings.Read(TestSettings.With(
            ("Warehouse:Provider", "SqlServer"), ("Warehouse:ConnectionString", connectionString))));

        Assert.StartsWith("The setting Warehouse__ConnectionString ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(connectionString, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_do_not_show_their_secrets()
    {
        var settings = SluiceSettings.Read(TestSettings.With(("Warehouse:ConnectionString", "c2VjcmV0")));

        Assert.DoesNotContain("c2VjcmV0", settings.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_key_of_hashes_is_base64()
    {
        var settings = SluiceSettings.Read(TestSettings.With(("Sensitive:HashKey", "MDEyMzQ1Njc4OWFiY2RlZg==")));

        Assert.Equal("0123456789abcdef"u8.ToArray(), settings.Loader.Read.HashKey.ToArray());
    }

    [Fact]
    public void A_folder_in_place_of_the_lake_definition_is_said_to_be_one()
    {
        var folder = RepositoryRoot.Of("lake");
        var error = Assert.Throws<SluiceSettingsException>(() => SluiceSettings.Read(TestSettings.With(("LakeDefinition", folder))));

        Assert.Equal($"The setting LakeDefinition names no lake definition. {folder} is a folder, and must be a file.", error.Message);
    }
}
