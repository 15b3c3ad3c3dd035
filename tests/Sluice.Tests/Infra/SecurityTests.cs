using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Sluice.Tests.Infra;

[Collection(Deployments.Name)]
[Trait("kind", "process")]
public sealed partial class SecurityTests(Deployments deployments)
{
    private const string RoleAssignment = "Microsoft.Authorization/roleAssignments";
    private const string StorageAccount = "Microsoft.Storage/storageAccounts";

    // https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
    private static readonly Dictionary<string, string> Roles = new()
    {
        ["b7e6dc6d-f1e8-4753-8033-0f276bb0955b"] = "Storage Blob Data Owner",
        ["ba92f5b4-2d11-453d-a403-e96b0029c9fe"] = "Storage Blob Data Contributor",
        ["2a2b9908-6ea1-4ae2-8e65-a410df84e7d1"] = "Storage Blob Data Reader",
        ["974c5e8b-45b9-4653-ba55-5f855dd0fb88"] = "Storage Queue Data Contributor",
        ["c6a89b2d-59bc-44d0-9896-0f6e12d7b80a"] = "Storage Queue Data Message Sender",
        ["0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"] = "Storage Table Data Contributor",
        ["3913510d-42f4-4e42-8a64-420c390055eb"] = "Monitoring Metrics Publisher",
        ["4633458b-17de-408a-b874-0445c86b69e6"] = "Key Vault Secrets User",
    };

    private IEnumerable<Deployment> Both => [deployments.Plain, deployments.Full];

    [Fact]
    public void No_storage_account_has_keys_or_public_blobs_or_old_TLS()
    {
        foreach (var account in Both.SelectMany(d => d.Of(StorageAccount)))
        {
            var properties = account["properties"]!;
            Assert.False((bool)properties["allowSharedKeyAccess"]!);
            Assert.False((bool)properties["allowBlobPublicAccess"]!);
            Assert.False((bool)properties["allowCrossTenantReplication"]!);
            Assert.True((bool)properties["supportsHttpsTrafficOnly"]!);
            Assert.Equal("TLS1_2", (string)properties["minimumTlsVersion"]!);
        }
    }

    [Fact]
    public void The_lake_has_a_hierarchical_namespace_and_gives_back_what_was_deleted()
    {
        var lake = deployments.Plain.Of(StorageAccount).Single(a => Deployment.NameOf(a).StartsWith("stlake", StringComparison.Ordinal));
        Assert.True((bool)lake["properties"]!["isHnsEnabled"]!);
        var blobs = deployments.Plain.Of($"{StorageAccount}/blobServices")
            .Single(b => ((string)b["name"]!).StartsWith("stlake", StringComparison.Ordinal));
        Assert.True((bool)blobs["properties"]!["deleteRetentionPolicy"]!["enabled"]!);
        Assert.True((bool)blobs["properties"]!["containerDeleteRetentionPolicy"]!["enabled"]!);
    }

    [Fact]
    public void The_database_server_knows_no_passwords()
    {
        foreach (var deployment in Both)
        {
            var server = deployment.Properties("Microsoft.Sql/servers");
            Assert.True((bool)server["administrators"]!["azureADOnlyAuthentication"]!);
            Assert.Equal("1.2", (string)server["minimalTlsVersion"]!);
            Assert.Null(server["administratorLogin"]);
            Assert.Null(server["administratorLoginPassword"]);
        }
    }

    [Fact]
    public void The_administrator_is_the_one_who_deploys_unless_a_group_is_named()
    {
        var plain = deployments.Plain.Properties("Microsoft.Sql/servers")["administrators"]!;
        Assert.Contains("deployer()", (string)plain["sid"]!, StringComparison.Ordinal);
        var full = deployments.Full.Properties("Microsoft.Sql/servers")["administrators"]!;
        Assert.Equal(("Warehouse administrators", "Group"), ((string)full["login"]!, (string)full["principalType"]!));
    }

    [Fact]
    public void The_app_speaks_https_only_and_is_published_to_without_a_password()
    {
        foreach (var deployment in Both)
        {
            var app = deployment.Properties("Microsoft.Web/sites");
            Assert.True((bool)app["httpsOnly"]!);
            Assert.Equal("1.2", (string)app["siteConfig"]!["minTlsVersion"]!);
            Assert.Equal("Disabled", (string)app["siteConfig"]!["ftpsState"]!);
            var storage = app["functionAppConfig"]!["deployment"]!["storage"]!;
            Assert.Equal("UserAssignedIdentity", (string)storage["authentication"]!["type"]!);
            Assert.All(
                deployment.Of("Microsoft.Web/sites/basicPublishingCredentialsPolicies"),
                p => Assert.False((bool)p["properties"]!["allow"]!));
            Assert.Equal(["ftp", "scm"], deployment.Of("Microsoft.Web/sites/basicPublishingCredentialsPolicies")
                .Select(Deployment.NameOf).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Telemetry_is_taken_of_identities_only()
    {
        Assert.True((bool)deployments.Plain.Properties("Microsoft.Insights/components")["DisableLocalAuth"]!);
        Assert.True((bool)deployments.Plain.Properties("Microsoft.OperationalInsights/workspaces")["features"]!["disableLocalAuth"]!);
    }

    [Fact]
    public void Each_role_is_assigned_at_the_narrowest_scope_that_does()
    {
        string[] expected =
        [
            "Monitoring Metrics Publisher: Microsoft.Insights/components/appi-sluice",
            "Storage Blob Data Contributor: Microsoft.Storage/storageAccounts/sthost/blobServices/default/containers/event-dead-letters",
            "Storage Blob Data Contributor: Microsoft.Storage/storageAccounts/stlake/blobServices/default/containers/rejects",
            "Storage Blob Data Owner: Microsoft.Storage/storageAccounts/sthost",
            "Storage Blob Data Reader: Microsoft.Storage/storageAccounts/stlake/blobServices/default/containers/data",
            "Storage Queue Data Contributor: Microsoft.Storage/storageAccounts/sthost",
            "Storage Queue Data Contributor: "
                + "Microsoft.Storage/storageAccounts/stlake/queueServices/default/queues/webjobs-blobtrigger-poison",
            "Storage Queue Data Contributor: "
                + "Microsoft.Storage/storageAccounts/stlake/queueServices/default/queues/webjobs-blobtrigger-poison-poison",
            "Storage Queue Data Message Sender: Microsoft.Storage/storageAccounts/sthost/queueServices/default/queues/lake-events",
            "Storage Table Data Contributor: Microsoft.Storage/storageAccounts/sthost",
        ];
        Assert.Equal(expected, RolesOf(deployments.Plain));
        Assert.Equal(
            [
                "Key Vault Secrets User: Microsoft.KeyVault/vaults/kv",
                "Storage Blob Data Contributor: Microsoft.Storage/storageAccounts/stlake/blobServices/default/containers/data",
            ],
            RolesOf(deployments.Full).Except(expected));
    }

    [Fact]
    public void The_page_on_security_lists_every_right_of_the_identity_and_no_other() => Assert.Equal(
        RolesOf(deployments.Plain),
        PageTable.Of("docs/security.md").Single(t => t.Columns[0] == "right").Rows
            .Select(r => $"{r[0]}: {PageTable.Spans(r[1]).Single()}").Order(StringComparer.Ordinal));

    [Fact]
    public void In_a_private_network_storage_database_and_vault_have_no_public_door()
    {
        var stores = deployments.Full.Resources.Where(
            r => (string)r["type"]! is StorageAccount or "Microsoft.Sql/servers" or "Microsoft.KeyVault/vaults");
        Assert.Equal(4, stores.Count());
        Assert.All(stores, s => Assert.Equal("Disabled", (string)s["properties"]!["publicNetworkAccess"]!));
        Assert.Empty(deployments.Full.Of("Microsoft.Sql/servers/firewallRules"));
        Assert.Equal(
            ["blob", "blob", "dfs", "queue", "queue", "sqlServer", "table", "vault"],
            deployments.Full.Of("Microsoft.Network/privateEndpoints")
                .Select(e => (string)e["properties"]!["privateLinkServiceConnections"]![0]!["name"]!).Order(StringComparer.Ordinal));
        Assert.Equal(6, deployments.Full.Of("Microsoft.Network/privateDnsZones").Count());
        Assert.NotNull(deployments.Full.Properties("Microsoft.Web/sites")["virtualNetworkSubnetId"]);
        Assert.DoesNotContain(
            deployments.Plain.Resources, r => ((string)r["type"]!).StartsWith("Microsoft.Network/", StringComparison.Ordinal));
    }

    [Fact]
    public void In_production_nobody_deletes_warehouse_or_lake_by_accident()
    {
        Assert.Empty(deployments.Plain.Of("Microsoft.Authorization/locks"));
        var locks = deployments.Full.Of("Microsoft.Authorization/locks").ToList();
        Assert.All(locks, l => Assert.Equal("CanNotDelete", (string)l["properties"]!["level"]!));
        Assert.Contains(locks, l => ((string)l["id"]!).Contains("Microsoft.Sql/servers", StringComparison.Ordinal));
        Assert.Contains(locks, l => ((string)l["id"]!).Contains("/stlake", StringComparison.Ordinal));
        Assert.True((bool)deployments.Full.Properties("Microsoft.KeyVault/vaults")["enablePurgeProtection"]!);
        Assert.Equal("Geo", (string)deployments.Full.Properties("Microsoft.Sql/servers/databases")["requestedBackupStorageRedundancy"]!);
    }

    [Fact]
    public void Every_resource_that_can_have_tags_has_those_of_the_environment()
    {
        var tagless = Both.SelectMany(d => d.Resources)
            .Where(r => r["location"] is not null && (string?)r["tags"]?["azd-env-name"] != "sluice");
        Assert.Empty(tagless.Select(r => (string)r["type"]!));
    }

    /// <summary>The role and the scope of each assignment, the names without the environment's token.</summary>
    private static IEnumerable<string> RolesOf(Deployment deployment)
    {
        var identity = Assert.Single(deployment.Of("Microsoft.ManagedIdentity/userAssignedIdentities"));
        var token = Deployment.NameOf(identity)["id-sluice-".Length..];
        return deployment.Of(RoleAssignment)
            .Select(a => $"{RoleOf(a)}: {ScopeOf(a)}")
            .Select(r => r.Replace($"-{token}", "", StringComparison.Ordinal).Replace(token, "", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
    }

    private static string RoleOf(JsonObject assignment) => Roles[((string)assignment["properties"]!["roleDefinitionId"]!).Split('/')[^1]];

    // An assignment's id is the id of its scope, /providers/ and its own id. If its own id is known only at the deployment, it is an
    // expression that begins with the id of its scope.
    private static string ScopeOf(JsonObject assignment) => ScopeOfId().Match((string)assignment["id"]!).Groups[1].Value;

    [GeneratedRegex("/resourceGroups/rg-sluice/providers/(.+?)('|/providers/Microsoft.Authorization/)")]
    private static partial Regex ScopeOfId();
}
