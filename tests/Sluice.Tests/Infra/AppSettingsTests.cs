using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Sluice.AzureStorage;
using Sluice.SqlServer.Connections;
using Sluice.Tests.Docs;

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
        Assert.Empty(Names(deployments.Full).Except(OfThePlatform).Except(SettingsPage.ReadByTheApp()));

    [Fact]
    public void Every_setting_that_is_required_is_set()
    {
        // A lake that uses an identity has no connection string.
        var required = SettingsPage.All.Where(s => s.IsRequired).Select(s => s.Name).Except(["LakeStorage", HostStorageSettings.Name]);
        Assert.Empty(required.Except(Names(deployments.Full)));
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
    public void Callers_sign_in_only_where_it_is_asked_for()
    {
        Assert.DoesNotContain(Names(deployments.Plain), n => n.StartsWith("Access__", StringComparison.Ordinal));
        var settings = deployments.Full.Properties("Microsoft.Web/sites/config");
        Assert.Equal("Entra", (string)settings["Access__Mode"]!);
        Assert.Equal(
            "https://func-sluice.azurewebsites.net,44444444-4444-4444-4444-444444444444", (string)settings["Access__Audience"]!);
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

    [GeneratedRegex("Server=[^']+")]
    private static partial Regex ConnectionString();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Placeholder();
}
