using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Data.SqlClient;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using YamlDotNet.RepresentationModel;

namespace Sluice.Tests.Infra;

/// <summary>The images and <c>compose.yaml</c>, as far as their text shows.</summary>
public sealed partial class ContainerTests
{
    private static readonly string[] Dockerfile = [.. File.ReadLines(RepositoryRoot.Of("Dockerfile"))];
    private static readonly string ComposeText = File.ReadAllText(RepositoryRoot.Of("compose.yaml"));
    private static readonly YamlMappingNode Compose = Read();

    [Fact]
    public void The_app_is_on_the_base_image_of_Functions_and_does_not_run_as_root()
    {
        Assert.Equal("mcr.microsoft.com/azure-functions/dotnet-isolated:4-dotnet-isolated10.0", Instructions("FROM")[^1]);
        Assert.Matches("^[1-9][0-9]*:[1-9][0-9]*$", Instructions("USER")[^1]);

        // The base image starts the host.
        Assert.Empty(Instructions("ENTRYPOINT"));
        Assert.Empty(Instructions("CMD"));
    }

    [Fact]
    public void The_image_is_built_from_what_the_build_needs_and_from_nothing_secret()
    {
        var context = File.ReadLines(RepositoryRoot.Of(".dockerignore")).Where(l => l.Length > 0 && l[0] != '#').ToList();
        Assert.Equal("*", context[0]);
        Assert.All(context.Where(l => l[0] == '!'), l => Assert.True(Path.Exists(RepositoryRoot.Of(l[1..])), l));
        Assert.DoesNotContain(context, l => l.StartsWith("!.env", StringComparison.Ordinal) || l == "!local.settings.json");
    }

    [Fact]
    public void The_app_listens_on_the_port_that_is_exposed_checked_and_published()
    {
        Assert.Contains(Dockerfile, l => l.Contains("ASPNETCORE_URLS=http://+:8080", StringComparison.Ordinal));
        Assert.Contains("EXPOSE 8080", Dockerfile);
        var check = JsonSerializer.Deserialize<string[]>(Dockerfile.Last().Trim()["CMD ".Length..])!;
        Assert.Contains("/dev/tcp/127.0.0.1/8080", check[2], StringComparison.Ordinal);
        Assert.Contains("GET /api/health ", check[2], StringComparison.Ordinal);
        Assert.Equal(["127.0.0.1:7071:8080"], Texts(Service("app"), "ports"));
    }

    [Fact]
    public void The_command_line_has_an_image_with_ICU_and_without_a_shell_that_does_not_run_as_root()
    {
        var project = XDocument.Load(RepositoryRoot.Of("src", "Sluice.Local", "Sluice.Local.csproj"));
        string Property(string name) => Assert.Single(project.Descendants(name)).Value;
        Assert.Equal("sluice", Property("ContainerRepository"));
        Assert.Matches("^mcr.microsoft.com/dotnet/aspnet:10.0-[a-z]+-chiseled-extra$", Property("ContainerBaseImage"));
        Assert.Equal("app", Property("ContainerUser"));
    }

    [Fact]
    public void Each_service_has_an_image_of_one_version_or_is_built_here()
    {
        Assert.Equal(["app", "database", "storage", "warehouse"], Services.Order(StringComparer.Ordinal));
        Assert.Equal(".", Service("app")["build"]["context"].ToString());
        Assert.Matches(@"^mcr.microsoft.com/azure-storage/azurite:\d+\.\d+\.\d+$", Service("storage")["image"].ToString());
        Assert.Matches(@"^mcr.microsoft.com/mssql/server:2022-CU\d+-", Service("warehouse")["image"].ToString());
        Assert.Equal(Service("warehouse")["image"], Service("database")["image"]);
    }

    [Fact]
    public void Nothing_can_be_reached_from_other_machines() =>
        Assert.All(Services.SelectMany(s => Texts(Service(s), "ports")), p => Assert.StartsWith("127.0.0.1:", p, StringComparison.Ordinal));

    [Fact]
    public void No_service_runs_as_root() =>
        Assert.All(Services.Where(s => s != "app"), s => Assert.Equal(s == "storage" ? "node" : "mssql", Service(s)["user"].ToString()));

    [Fact]
    public void What_others_wait_for_says_when_it_is_healthy()
    {
        Assert.All(["storage", "warehouse"], s => Assert.NotEmpty(Texts((YamlMappingNode)Service(s)["healthcheck"], "test")));
        Assert.Equal("service_healthy", Service("app")["depends_on"]["storage"]["condition"].ToString());
        Assert.Equal("service_completed_successfully", Service("app")["depends_on"]["database"]["condition"].ToString());
        Assert.Equal("service_healthy", Service("database")["depends_on"]["warehouse"]["condition"].ToString());
    }

    [Fact]
    public void Lake_and_warehouse_outlive_their_containers()
    {
        var volumes = ((YamlMappingNode)Compose["volumes"]).Children.Keys.Select(k => k.ToString()).ToList();
        Assert.Equal(["lake", "warehouse"], volumes);
        Assert.Equal(["lake:/home/node"], Texts(Service("storage"), "volumes"));
        Assert.Contains("--location=/home/node/azurite", Texts(Service("storage"), "command"));
        Assert.Equal(["warehouse:/var/opt/mssql"], Texts(Service("warehouse"), "volumes"));
        Assert.All(
            Texts(Service("app"), "volumes").Concat(Texts(Service("database"), "volumes")),
            v => Assert.EndsWith(":ro", v, StringComparison.Ordinal));
    }

    [Fact]
    public void No_password_is_in_a_file_of_the_repository()
    {
        var asked = Variable().Matches(ComposeText).Select(m => m.Groups["name"].Value).Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.Equal(["SLUICE_FUNCTION_KEY", "SLUICE_MASTER_KEY", "SLUICE_SQL_ADMINISTRATOR_PASSWORD", "SLUICE_SQL_PASSWORD"], asked);
        Assert.Equal(ComposeText.Split("${").Length - 1, Variable().Count(ComposeText));

        // Each stops the start if it is not set. The sample has all of them, without a value.
        var sample = File.ReadLines(RepositoryRoot.Of(".env.sample")).Where(l => l.Length > 0 && l[0] != '#');
        Assert.Equal(asked.Select(a => $"{a}="), sample.Order(StringComparer.Ordinal));
        Assert.Contains(".env", File.ReadLines(RepositoryRoot.Of(".gitignore")));
        Assert.All(
            Secret().Matches(ComposeText).Select(m => m.Groups["value"].Value),
            v => Assert.Matches(@"^""?\$", v));
    }

    [Fact]
    public void The_app_finds_its_lake_and_its_warehouse()
    {
        var settings = ((YamlMappingNode)Service("app")["environment"]).Children
            .ToDictionary(s => s.Key.ToString(), s => s.Value.ToString());
        Assert.All(["AzureWebJobsStorage", "LakeStorage"], s =>
        {
            Assert.Equal("http://storage:10000/devstoreaccount1", new BlobServiceClient(settings[s]).Uri.ToString().TrimEnd('/'));
            Assert.Equal("http://storage:10001/devstoreaccount1", new QueueServiceClient(settings[s]).Uri.ToString().TrimEnd('/'));
        });
        var warehouse = new SqlConnectionStringBuilder(settings["Warehouse__ConnectionString"]);
        Assert.Equal(("tcp:warehouse,1433", "sluice", "sluice"), (warehouse.DataSource, warehouse.InitialCatalog, warehouse.UserID));

        var known = File.ReadAllText(RepositoryRoot.Of("docs", "settings.md"));
        Assert.All(
            settings.Keys.Where(k => !k.StartsWith("Azure", StringComparison.Ordinal)),
            k => Assert.Contains($"`{k}`", known, StringComparison.Ordinal));
    }

    [Fact]
    public void The_login_of_the_app_is_the_one_that_the_rights_are_given_to()
    {
        var text = File.ReadAllText(RepositoryRoot.Of("infra", "sql", "server.sql"));
        new TSql160Parser(true, SqlEngineType.Standalone).Parse(new StringReader(text), out var errors);
        Assert.Empty(errors.Select(e => $"{e.Line}: {e.Message}"));
        Assert.Contains("CREATE USER [$(identity)] FOR LOGIN [$(identity)];", text, StringComparison.Ordinal);

        // Both scripts derive the SID from the client id in the same way: for the script of rights, the user is the app's, and not another
        // of the same name.
        const string Sid = "CONVERT(varbinary(16), CONVERT(uniqueidentifier, N'$(client)'))";
        Assert.All(
            ["server.sql", "rights.sql"],
            f => Assert.Contains(Sid, File.ReadAllText(RepositoryRoot.Of("infra", "sql", f)), StringComparison.Ordinal));
        var steps = Texts(Service("database"), "entrypoint")[^1];
        Assert.Matches(@"(?s)-i /scripts/server\.sql\n.*-i /scripts/rights\.sql\n", steps);
    }

    private static List<string> Instructions(string name) =>
        [.. Dockerfile.Where(l => l.StartsWith($"{name} ", StringComparison.Ordinal)).Select(l => l[(name.Length + 1)..])];

    private static IEnumerable<string> Services => ((YamlMappingNode)Compose["services"]).Children.Keys.Select(k => k.ToString());

    private static YamlMappingNode Service(string name) => (YamlMappingNode)Compose["services"][name];

    private static List<string> Texts(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(key, out var value) ? [.. ((YamlSequenceNode)value).Select(v => v.ToString())] : [];

    private static YamlMappingNode Read()
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(ComposeText));
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }

    [GeneratedRegex(@"(?<!\$)\$\{(?<name>[A-Z_]+):\?[^}]+\}")]
    private static partial Regex Variable();

    [GeneratedRegex(@"(?i)(password|""value"")\s*[=:]\s*(?<value>""?[^;\s]+)")]
    private static partial Regex Secret();
}
