using Sluice.Analytics.Model;
using Sluice.Lake.Definition;
using Sluice.Lake.Reading;

namespace Sluice.Analytics.Reports;

/// <summary>The reports of a lake definition: <c>reports.json</c> beside its <c>datapackage.json</c>, if there is one.</summary>
public sealed class ReportCatalog
{
    private const string FileName = "reports.json";

    private readonly Dictionary<string, Report> byName;

    private ReportCatalog(IReadOnlyList<Report> reports)
    {
        Reports = reports;
        byName = reports.ToDictionary(r => r.Name, StringComparer.Ordinal);
    }

    /// <summary>The reports, in the order of the file.</summary>
    public IReadOnlyList<Report> Reports { get; }

    /// <summary>Reads the reports and checks them against the model.</summary>
    /// <param name="lakeDefinition">The path of <c>datapackage.json</c>.</param>
    /// <param name="model">The model of the lake definition.</param>
    /// <exception cref="LakeDefinitionException">A report cannot be used. The exception has every error.</exception>
    public static ReportCatalog Load(string lakeDefinition, AnalyticsModel model)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(lakeDefinition))!;
        if (!Path.Exists(Path.Combine(folder, FileName)))
        {
            return new ReportCatalog([]);
        }

        var errors = new DescriptorErrors();
        var root = new DescriptorFiles(folder, errors).Read(FileName, message => errors.Add(FileName, "", message));
        var reports = root is null ? [] : new ReportReader(model).Read(root);
        return errors.Count == 0 ? new ReportCatalog(reports) : throw new LakeDefinitionException(errors.ToList());
    }

    /// <summary>The report of this name, or <see langword="null"/>.</summary>
    public Report? Find(string name) => byName.GetValueOrDefault(name);
}
