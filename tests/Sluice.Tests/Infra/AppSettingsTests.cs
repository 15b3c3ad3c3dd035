using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Sluice.AzureStorage;
using Sluice.Hosting;
using Sluice.Hosting.Telemetry;
using Sluice.SqlServer.Connections;

namespace Sluice.Tests.Infra;

[Collection(Deployments.Name)]
[Trait("kind", "process")]
public sealed partial class AppSettingsTests(Deployments deployments)
{
    /// <summary>The settings that only the Functions host reads.</summary>
    private static readonly string[] OfThePlatform =
    [
        "AzureWebJobsStorage__blobServiceUri",
        "AzureWebJobsStorage__clientId",
        "AzureWebJobsStorage__credential",
        "AzureWebJobsStorage__queueServiceUri",
        "AzureWebJobsStorage__tableServiceUri",
        "LakeStorage__queueServiceUri",
    ];

    [Fact]
    public void Every_setting_that_is_set_is_one_that_somebody_reads() =>
        Assert.Empty(Names(deployments.Full).Except(OfThePlatform).Except(ReadByTheApp()));

    [Fact]
    public void Every_setting_that_the_app_reads_is_set_or_has_a_default_that_the_README_tells()
    {
        // A lake that uses an identity has no connection string.
        var told = SettingsTable().ToDictionary(s => s.Name, s => s.Default);
        foreach (var name in ReadByTheApp().Except(Names(deployments.Full)).Except(["LakeStorage"]))
        {
            Assert.True(told.ContainsKey(name), $"{name} is neither set nor told of.");
            Assert.False(told[name].Contains("required", StringComparison.Ordinal), $"{name} is required, but not set.");
        }
    }

    [Fact]
    public void Every_setting_that_the_README_tells_of_is_read()
    {
        // The queue's setting is the host's own, in one of several forms; the app reads it as the host does.
        Assert.Empty(SettingsTable().Select(s => s.Name).Except(ReadByTheApp()).Except([HostStorageSettings.Name]));
    }

    [Fact]
    public void All_that_the_platform_needs_is_set() => Assert.Empty(OfThePlatform.Except(Names(deployments.Plain)));

    [Fact]
    public void No_setting_is_a_secret()
    {
        foreach (var (name, value) in deployments.Full.Properties("Microsoft.Web/sites/config").AsObject())
        {
            Assert.DoesNotMatch("AccountKey|SharedAccess|Password|Pwd|listKeys", (string)value!);
            Assert.True(
                !name.Contains("Key", StringComparison.Ordinal)
                    || ((string)value!).Contains("@Microsoft.KeyVault(", StringComparison.Ordinal),
                $"{name} is no reference to the vault.");
        }
    }

    [Fact]
    public void The_hash_key_is_a_reference_and_only_where_it_is_asked_for()
    {
        Assert.DoesNotContain("Sensitive__HashKey", Names(deployments.Plain));
        Assert.Contains("Sensitive__HashKey", Names(deployments.Full));
    }

    [Fact]
    public void The_warehouse_keeps_rejects_as_long_as_the_lake_keeps_their_files()
    {
        var rules = deployments.Plain.Of("Microsoft.Storage/storageAccounts/managementPolicies")
            .SelectMany(p => p["properties"]!["policy"]!["rules"]!.AsArray());
        var rule = Assert.Single(rules, r => (string)r!["name"]! == "delete-old-rejects");
        var days = (int)rule!["definition"]!["actions"]!["baseBlob"]!["delete"]!["daysAfterModificationGreaterThan"]!;

        Assert.Equal($"{days}", (string)deployments.Plain.Properties("Microsoft.Web/sites/config")["Retention__Rejects"]!);
    }

    [Fact]
    public void Lake_and_warehouse_are_opened_with_the_identity_and_triggered_by_events()
    {
        var settings = deployments.Plain.Properties("Microsoft.Web/sites/config");
        Assert.Equal("managedidentity", (string)settings["LakeStorage__credential"]!);
        Assert.Equal("EventGrid", (string)settings["BlobTriggerSource"]!);
        Assert.Equal("SqlServer", (string)settings["Warehouse__Provider"]!);
        var connection = (string)settings["Warehouse__ConnectionString"]!;
        Assert.Contains("Authentication=Active Directory Managed Identity", connection, StringComparison.Ordinal);
        Assert.Contains("Encrypt=Strict", connection, StringComparison.Ordinal);

        // The server's address and the identity are known only after the deployment.
        var text = Placeholder().Replace(ConnectionString().Match(connection).Value, "x");
        Assert.True(SqlServerConnectionString.TryComplete(text, out _, out var fault), fault);
    }

    private static IEnumerable<string> Names(Deployment deployment) =>
        deployment.Properties("Microsoft.Web/sites/config").AsObject().Select((KeyValuePair<string, JsonNode?> s) => s.Key);

    /// <summary>The names of the settings that the app reads.</summary>
    private static IReadOnlyCollection<string> ReadByTheApp()
    {
        var asked = new RecordingConfiguration(new Dictionary<string, string?>
        {
            ["LakeStorage:blobServiceUri"] = "https://lake.blob.core.windows.net",
            ["LakeDefinition"] = RepositoryRoot.Of("lake", "datapackage.json"),
            ["Warehouse:Provider"] = "DuckDb",
            ["SweepSchedule"] = SluiceSettings.HourlySweep,
            ["Warehouse:ConnectionString"] = "Data Source=:memory:",
        });
        SluiceSettings.Read(new ConfigurationRoot([asked]));
        TelemetrySettings.Read(new ConfigurationRoot([asked]));
        return [.. asked.Keys.Select(k => k.Replace(":", "__", StringComparison.Ordinal))];
    }

    /// <summary>The rows of the README's table of settings.</summary>
    private static IEnumerable<(string Name, string Default)> SettingsTable()
    {
        var lines = File.ReadLines(RepositoryRoot.Of("README.md"))
            .SkipWhile(l => !l.StartsWith("| setting |", StringComparison.Ordinal)).Skip(2)
            .TakeWhile(l => l.StartsWith('|'));
        foreach (var cells in lines.Select(l => l.Split('|')))
        {
            foreach (var name in SettingName().Matches(cells[1])
                .Concat(SettingName().Matches(cells[2]).Where(m => m.Value.Contains("__", StringComparison.Ordinal))))
            {
                yield return (name.Value, cells[3]);
            }
        }
    }

    [GeneratedRegex("Server=[^']+")]
    private static partial Regex ConnectionString();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex("(?<=`)([A-Za-z]+(__[A-Za-z]+)?|[A-Z_]+)(?=`)")]
    private static partial Regex SettingName();
}
