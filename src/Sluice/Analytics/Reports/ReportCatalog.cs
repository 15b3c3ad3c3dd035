using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Analytics.Model;
using Sluice.Lake.Definition;
using Sluice.Lake.Reading;

namespace Sluice.Analytics.Reports;

/// <summary>The reports of a lake definition: <c>reports.json</c> beside its <c>datapackage.json</c>, if there is one.</summary>
public sealed class ReportCatalog
{
    private const string FileName = "reports.json";

    private static readonly JsonSerializerOptions Written = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly string folder;
    private readonly AnalyticsModel model;
    private readonly Lock writing = new();
    private readonly ConditionalWeakTable<AnalyticsModel, Part> seen = [];

    private ReportCatalog(string folder, AnalyticsModel model, IReadOnlyList<Report> reports)
    {
        this.folder = folder;
        this.model = model;
        Reports = reports;
    }

    /// <summary>The reports, in the order of the file.</summary>
    public IReadOnlyList<Report> Reports { get; private set; }

    /// <summary>Reads the reports and checks them against the model.</summary>
    /// <param name="lakeDefinition">The path of <c>datapackage.json</c>.</param>
    /// <param name="model">The model of the lake definition.</param>
    /// <exception cref="LakeDefinitionException">A report cannot be used. The exception has every error.</exception>
    public static ReportCatalog Load(string lakeDefinition, AnalyticsModel model)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(lakeDefinition))!;
        return new ReportCatalog(folder, model, Path.Exists(Path.Combine(folder, FileName)) ? Read(folder, FileName, model) : []);
    }

    /// <summary>The report of this name, or <see langword="null"/>.</summary>
    public Report? Find(string name) => Reports.FirstOrDefault(r => r.Name == name);

    /// <summary>
    /// The reports whose questions a model can answer as a whole: those that name nothing that it does not have. They query its rows.
    /// </summary>
    /// <param name="part">The model, or a part of it.</param>
    public IReadOnlyList<Report> SeenIn(AnalyticsModel part)
    {
        var all = Reports;
        if (part.Key.Length == 0)
        {
            return all;
        }

        if (!seen.TryGetValue(part, out var known) || !ReferenceEquals(known.All, all))
        {
            var reader = new ReportReader(part);
            known = new Part(all, [.. all.Select(reader.Find).OfType<Report>()]);
            seen.AddOrUpdate(part, known);
        }

        return known.Seen;
    }

    /// <summary>Adds a report to the end of the file, which is made if there is none. Safe for concurrent use.</summary>
    /// <param name="report">The report, as the file has it.</param>
    /// <exception cref="LakeDefinitionException">
    /// The report, or what is in the file by now, cannot be used. The file stays as it is.
    /// </exception>
    public void Add(JsonNode report) => Change(reports =>
    {
        reports.Add(report);
        return true;
    });

    /// <summary>Removes a report from the file. Safe for concurrent use.</summary>
    /// <returns>Whether there was such a report.</returns>
    /// <exception cref="LakeDefinitionException">What is in the file by now cannot be used. The file stays as it is.</exception>
    public bool Remove(string name) =>
        Change(reports => reports.RemoveAll(r => r is JsonObject one && one["name"]?.ToString() == name) > 0);

    // The new file is checked before it takes the place of the old one, which is never seen half written.
    private bool Change(Func<JsonArray, bool> change)
    {
        lock (writing)
        {
            var file = Path.Combine(folder, FileName);
            var root = File.Exists(file) ? Parse(file) : new JsonObject();
            if (root["reports"] is not JsonArray reports)
            {
                root["reports"] = reports = [];
            }

            if (!change(reports))
            {
                return false;
            }

            var made = $"{FileName}.new";
            try
            {
                File.WriteAllText(Path.Combine(folder, made), root.ToJsonString(Written) + "\n");
                if (reports.Count == 0)
                {
                    // A file without a report is refused, so there is none.
                    File.Delete(file);
                    Reports = [];
                }
                else
                {
                    var read = Read(folder, made, model);
                    File.Move(Path.Combine(folder, made), file, overwrite: true);
                    Reports = read;
                }

                return true;
            }
            finally
            {
                File.Delete(Path.Combine(folder, made));
            }
        }
    }

    // A comment would be lost, so a file that has one is left to its owner.
    private static JsonObject Parse(string file)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(file)) as JsonObject ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw new LakeDefinitionException(
                [new LakeDefinitionError(FileName, "", "The file is no plain JSON object, or has comments. Add the report by hand.")]);
        }
    }

    private static List<Report> Read(string folder, string name, AnalyticsModel model)
    {
        var errors = new DescriptorErrors();
        var root = new DescriptorFiles(folder, errors).Read(name, message => errors.Add(name, "", message));
        var reports = root is null ? [] : new ReportReader(model).Read(root);
        return errors.Count == 0 ? reports : throw new LakeDefinitionException(errors.ToList());
    }

    private sealed record Part(IReadOnlyList<Report> All, IReadOnlyList<Report> Seen);
}
