using System.Diagnostics;
using System.Text.RegularExpressions;
using Sluice.Analytics.Access;
using YamlDotNet.RepresentationModel;

namespace Sluice.Tests.Infra;

/// <summary>
/// The hooks that the Azure Developer CLI runs. Stand-ins for the programs that they call record each call.
/// </summary>
[Trait("kind", "process")]
public sealed partial class HookTests : IDisposable
{
    private static readonly Dictionary<string, string> Outputs = new()
    {
        ["AZURE_RESOURCE_GROUP"] = "rg-sluice",
        ["FUNCTION_APP"] = "func-sluice",
        ["SQL_SERVER"] = "sql-sluice.database.windows.net",
        ["SQL_DATABASE"] = "warehouse",
        ["IDENTITY"] = "id-sluice",
        ["IDENTITY_CLIENT_ID"] = "11112222-bbbb-3333-cccc-4444dddd5555",
    };

    private const string Script =
        "sqlcmd -S sql-sluice.database.windows.net -d warehouse --authentication-method ActiveDirectoryDefault "
        + "-l 60 -b -i infra/sql/rights.sql -v client=11112222-bbbb-3333-cccc-4444dddd5555 -v identity=id-sluice";

    private readonly DirectoryInfo programs = Directory.CreateTempSubdirectory("sluice-hooks-");

    public void Dispose() => programs.Delete(recursive: true);

    [Fact]
    public void Azure_yaml_runs_hooks_that_are_there_on_either_kind_of_machine()
    {
        using var reader = File.OpenText(RepositoryRoot.Of("azure.yaml"));
        var yaml = new YamlStream();
        yaml.Load(reader);
        var root = (YamlMappingNode)yaml.Documents[0].RootNode;
        var hooks = ((YamlMappingNode)root["hooks"]).Children;
        Assert.Equal(["postprovision", "postdeploy"], hooks.Keys.Select(k => k.ToString()));
        foreach (var hook in hooks.Values)
        {
            Assert.Equal(("sh", "pwsh"), (hook["posix"]["shell"].ToString(), hook["windows"]["shell"].ToString()));
            Assert.True(File.Exists(RepositoryRoot.Of(hook["posix"]["run"].ToString())));
            Assert.Equal(Path.ChangeExtension(hook["posix"]["run"].ToString(), ".ps1"), hook["windows"]["run"].ToString());
            Assert.True(File.Exists(RepositoryRoot.Of(hook["windows"]["run"].ToString())));
        }

        var service = ((YamlMappingNode)root["services"]).Children.Single();
        Assert.True(Directory.Exists(RepositoryRoot.Of(service.Value["project"].ToString())));
        Assert.Contains($"service: '{service.Key}'", File.ReadAllText(RepositoryRoot.Of("infra", "main.bicep")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_identity_gets_its_rights_by_the_script_of_the_warehouse()
    {
        await StandInAsync("sqlcmd", "");
        var (exitCode, calls, _) = await RunAsync("database-rights.sh");
        Assert.Equal(0, exitCode);
        Assert.Equal(Script, Assert.Single(calls));
    }

    [Fact]
    public async Task The_app_is_registered_with_the_roles_that_it_knows_and_the_clients_of_Power_Query()
    {
        await StandInAsync(
            "az",
            "case \"$*\" in *defaultHostName*) echo func-sluice.azurewebsites.net;; *'app create'*) echo app-1;; "
            + "*appRoles*) echo 0;; *'--query appId'*) echo client-1;; esac");
        var (exitCode, calls, output) = await RunAsync("app-registration.sh");

        Assert.Equal(0, exitCode);
        var all = string.Join('\n', calls);
        Assert.All(
            AppRoles.All, r => Assert.Contains($"\"value\":\"{r}\"", all, StringComparison.Ordinal));
        Assert.Contains("\"identifierUris\":[\"https://func-sluice.azurewebsites.net\"]", all, StringComparison.Ordinal);
        Assert.Contains("\"redirectUris\":[\"https://func-sluice.azurewebsites.net/api/dashboard\"]", all, StringComparison.Ordinal);
        Assert.Contains("a672d62c-fc7b-4e81-a576-e60dc46e951d", all, StringComparison.Ordinal);
        Assert.Contains("appRoleAssignmentRequired=true", all, StringComparison.Ordinal);
        Assert.EndsWith(
            "SLUICE_ACCESS_CLIENT_ID=client-1\nSLUICE_ACCESS_APP_ID_URI=https://func-sluice.azurewebsites.net", output.Trim(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_that_the_firewall_does_not_know_is_let_in_until_the_script_has_run()
    {
        await StandInAsync("az", "");
        await StandInAsync("sleep", "");
        await StandInAsync(
            "sqlcmd",
            "grep -q create \"$CALLS\" || "
            + "{ echo \"mssql: login error: Client with IP address '192.0.2.7' is not allowed to access the server.\"; exit 1; }");
        var (exitCode, calls, _) = await RunAsync("database-rights.sh");
        Assert.Equal(0, exitCode);
        const string rule = "--resource-group rg-sluice --server sql-sluice --name database-rights";
        Assert.Equal(
            [
                Script,
                $"az sql server firewall-rule create {rule} --start-ip-address 192.0.2.7 --end-ip-address 192.0.2.7 --output none",
                Script,
                $"az sql server firewall-rule delete {rule} --output none",
            ],
            calls);
    }

    [Fact]
    public async Task A_database_that_sleeps_is_asked_again()
    {
        await StandInAsync("sleep", "");
        await StandInAsync("sqlcmd", "[ \"$(grep -c sqlcmd \"$CALLS\")\" -gt 2 ]");
        var (exitCode, calls, output) = await RunAsync("database-rights.sh");
        Assert.Equal((0, 3, ""), (exitCode, calls.Count, output));
    }

    [Fact]
    public void The_hook_gives_the_script_of_the_warehouse_all_that_it_asks_for()
    {
        var asked = ScriptVariable().Matches(File.ReadAllText(RepositoryRoot.Of("infra", "sql", "rights.sql")))
            .Select(m => m.Value).Distinct();
        var given = GivenVariable().Matches(File.ReadAllText(RepositoryRoot.Of("infra", "hooks", "database-rights.sh")))
            .Select(m => m.Value);
        Assert.Equal(asked, given);
    }

    [Fact]
    public async Task A_database_that_refuses_the_script_ends_the_deployment()
    {
        await StandInAsync("sleep", "");
        await StandInAsync("sqlcmd", "echo 'Msg 15151: no such user'; exit 1");
        var (exitCode, _, output) = await RunAsync("database-rights.sh");
        Assert.Equal((1, "Msg 15151: no such user\n"), (exitCode, output));
    }

    [Fact]
    public async Task Event_Grid_is_told_of_the_functions_once_the_host_has_a_key_for_it()
    {
        // The first two answers lack the key, as for an app that has not started yet.
        await StandInAsync("az", "case \"$*\" in *keys*) [ \"$(grep -c keys \"$CALLS\")\" -gt 2 ] && echo key ;; esac; true");
        await StandInAsync("sleep", "");
        var (exitCode, calls, output) = await RunAsync("event-subscriptions.sh");
        Assert.Equal(0, exitCode);
        Assert.Equal(3,
            calls.Count(c => c.Contains("functionapp keys list --resource-group rg-sluice --name func-sluice", StringComparison.Ordinal)));
        Assert.Equal(
            "az stack group create --name sluice-events --resource-group rg-sluice --template-file infra/events.bicep "
            + "--parameters infra/events.bicepparam --action-on-unmanage deleteResources --deny-settings-mode none --yes --output none",
            calls[^1]);
        Assert.Equal("", output);
    }

    [Fact]
    public async Task An_app_without_a_blob_trigger_needs_no_key()
    {
        await StandInAsync("az", "");
        var (exitCode, calls, output) = await RunAsync("event-subscriptions.sh", ("HAS_BLOB_TRIGGERS", "false"));
        Assert.Equal((0, ""), (exitCode, output));
        Assert.StartsWith("az stack group create", Assert.Single(calls), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_that_does_not_start_ends_the_deployment_with_a_sentence()
    {
        await StandInAsync("az", "exit 1");
        await StandInAsync("sleep", "");
        var (exitCode, calls, output) = await RunAsync("event-subscriptions.sh");
        Assert.Equal(1, exitCode);
        Assert.DoesNotContain(calls, c => c.Contains("stack", StringComparison.Ordinal));
        Assert.Contains("The app func-sluice has no key blobs_extension", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("database-rights")]
    [InlineData("event-subscriptions")]
    public void Both_languages_of_a_hook_run_the_same_programs(string hook)
    {
        var sh = Commands(File.ReadAllText(RepositoryRoot.Of("infra", "hooks", $"{hook}.sh")));
        var pwsh = Commands(File.ReadAllText(RepositoryRoot.Of("infra", "hooks", $"{hook}.ps1")));
        Assert.NotEmpty(sh);
        Assert.Equal(sh, pwsh);
    }

    /// <summary>The calls of az and sqlcmd in a script, each on one line, without the shell's marks of variables.</summary>
    private static IEnumerable<string> Commands(string script) =>
        Call()
            .Matches(Continuation().Replace(script, " ")
                .Replace("$env:", "$", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal))
            .Select(m => m.Value).Order(StringComparer.Ordinal);

    private async Task StandInAsync(string name, string script)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The hooks of Windows are in another language.");
        var path = Path.Combine(programs.FullName, name);
        await File.WriteAllTextAsync(
            path, $"#!/bin/sh\necho \"{name} $*\" >> \"$CALLS\"\n{script}\n", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private async Task<(int ExitCode, IReadOnlyList<string> Calls, string Output)> RunAsync(
        string hook, params (string Name, string Value)[] more)
    {
        var calls = Path.Combine(programs.FullName, "calls");
        await File.WriteAllTextAsync(calls, "", TestContext.Current.CancellationToken);
        var start = new ProcessStartInfo("sh", [RepositoryRoot.Of("infra", "hooks", hook)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = programs.FullName,
        };
        start.Environment["PATH"] = $"{programs.FullName}{Path.PathSeparator}{start.Environment["PATH"]}";
        start.Environment["CALLS"] = calls;
        foreach (var (name, value) in Outputs.Select(o => (o.Key, o.Value)).Concat(more))
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        var lines = await File.ReadAllLinesAsync(calls, TestContext.Current.CancellationToken);
        return (process.ExitCode, [.. lines.Where(l => !l.StartsWith("sleep", StringComparison.Ordinal))], await output + errors);
    }

    [GeneratedRegex(@"(?<=\$\()\w+(?=\))")]
    private static partial Regex ScriptVariable();

    [GeneratedRegex(@"(?<=-v )\w+(?==)")]
    private static partial Regex GivenVariable();

    [GeneratedRegex(@"(\\|`)\r?\n\s*")]
    private static partial Regex Continuation();

    [GeneratedRegex(@"(?<![\w-])(az|sqlcmd) [^#\n]*?(--output \w+|identity=\S+)")]
    private static partial Regex Call();
}
