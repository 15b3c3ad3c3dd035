using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Sluice.Analytics.Access;
using Sluice.Hosting.Access;
using Sluice.Hosting.Http.Errors;
using Sluice.Hosting.Http.Requests;
using Sluice.Hosting.Http.Results;
using Sluice.Lake;
using Sluice.Lake.Definition;

namespace Sluice.Hosting.Http.Endpoints;

/// <summary>
/// <c>POST /api/uploads?dataset=ads&amp;name=Ads-12.csv</c>: adds a CSV file to a dataset, such as one with corrected rows.
/// </summary>
public sealed class UploadsFunction(LakeDefinition definition, ILakeStorage lake)
{
    private const string Type = "text/csv";

    // What every file system can hold. A lake that is a folder has no hidden files.
    private const int LongestName = 200;

    /// <summary>
    /// 201 with the path of the new file, which is loaded as any other. 400 if the name is not one of the dataset's files; 404 if there is
    /// no such dataset; 409 if the lake has that file already: an upload adds, and never replaces.
    /// </summary>
    [Function("NewFiles")]
    [Needs(AppRoles.Operator)]
    public async Task<IActionResult> PostAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "uploads")] HttpRequest request, CancellationToken cancellationToken)
    {
        // Any site can make a browser post text and forms (CSRF). For text/csv the browser sends a preflight request first, which is
        // refused.
        if (request.ContentType?.Split(';')[0].Trim().Equals(Type, StringComparison.OrdinalIgnoreCase) != true)
        {
            throw RequestException.UnsupportedMediaType($"The body must be CSV, with the header Content-Type: {Type}.");
        }

        var options = QueryOptions.Read(request, ["dataset", "name"]);
        if (!options.TryGetValue("dataset", out var dataset) || !options.TryGetValue("name", out var name))
        {
            throw RequestException.Wrong("An upload names its dataset and its file: uploads?dataset=ads&name=Ads-12.csv.");
        }

        AuditNote.Of(request)?.Dataset = definition.Find(dataset)?.Name;
        var path = PathOf(definition.Find(dataset)
            ?? throw RequestException.NotFound("There is no such dataset in the lake definition. GET data lists the datasets."), name);
        if (!await lake.TryCreateAsync(path, request.Body, cancellationToken))
        {
            throw RequestException.Conflict("The lake has a file of this name already. Give the upload another name.");
        }

        return new JsonBodyResult(new { path }, StatusCodes.Status201Created);
    }

    private static string PathOf(Dataset dataset, string name)
    {
        var place = name.Contains('/', StringComparison.Ordinal) ? null : dataset.FindPlace(name)?.ToString();
        return place is not null && LakePath.FindFault(place) is null && name[0] != '.' && name.Length <= LongestName
                && !name.Any(char.IsControl)
            ? place
            : throw RequestException.Wrong(
                $"A file of this name is not one of the dataset, whose files are {string.Join(" or ", dataset.Paths)}.");
    }
}
