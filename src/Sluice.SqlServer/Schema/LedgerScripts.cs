using DbUp;
using DbUp.Engine.Output;
using DbUp.SqlServer;
using Microsoft.Data.SqlClient;
using Sluice.Ledger;
using Sluice.Warehouse;

namespace Sluice.SqlServer.Schema;

/// <summary>Runs each numbered script that a database has not run yet, and records them in the journal <c>sluice.script</c>.</summary>
internal static class LedgerScripts
{
    private const string Schema = "sluice";
    private const string Journal = "script";

    /// <summary>The names of all scripts.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(LedgerScripts).Assembly.GetManifestResourceNames()
            .Where(n => n.EndsWith(".sql", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The text of a script.</summary>
    public static string Read(string name)
    {
        using var script = new StreamReader(typeof(LedgerScripts).Assembly.GetManifestResourceStream(name)!);
        return script.ReadToEnd();
    }

    /// <summary>
    /// Runs the new scripts, each in its own transaction. The caller must hold a lock, so that no other process runs them at the same time.
    /// </summary>
    /// <exception cref="WarehouseUnavailableException">The database has run scripts of a later version, or a script failed.</exception>
    public static void Run(string connectionString)
    {
        // The manager needs no disposal: the engine opens and closes its connections.
        var connections = new SqlConnectionManager(connectionString);
        var engine = DeployChanges.To.SqlDatabase(connections)
            .WithScriptsEmbeddedInAssembly(typeof(LedgerScripts).Assembly)
            .WithVariablesDisabled()
            .WithTransactionPerScript()
            .JournalToSqlTable(Schema, Journal)
            .LogTo(new NoOpUpgradeLog())
            .Build();
        if (engine.GetExecutedScripts().Exists(s => !Names.Contains(s, StringComparer.Ordinal)))
        {
            throw new WarehouseUnavailableException(LedgerTexts.LaterVersion);
        }

        var result = engine.PerformUpgrade();
        if (!result.Successful)
        {
            if (result.Error is SqlException)
            {
                throw result.Error;
            }

            throw new WarehouseUnavailableException($"The script {result.ErrorScript?.Name} failed: {result.Error.Message}", result.Error);
        }
    }
}
