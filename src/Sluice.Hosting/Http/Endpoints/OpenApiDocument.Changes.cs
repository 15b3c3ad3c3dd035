using System.Text.Json.Nodes;
using static Sluice.Hosting.Http.Endpoints.OpenApiParts;

namespace Sluice.Hosting.Http.Endpoints;

/// <content>What the dashboard's editors ask for: files to correct, corrected files, and reports of the definition.</content>
public sealed partial class OpenApiDocument
{
    private static void AddFiles(JsonObject paths)
    {
        paths["/rejects/{load}"] = Get(
            "getRejectsFile", "Pipeline", "The rejects file of a load, to be corrected: its rejected rows, and what is wrong with each",
            [Parameter("path", "load", "The id of the load", Type("integer"))], Content(Csv, Type("string")),
            OfFile);
        var upload = Operation(
            "addFile", "Pipeline", "Adds a CSV file to a dataset. It is loaded as any other, and replaces none",
            [
                Parameter("query", "dataset", "The dataset", Type("string"), isRequired: true),
                Parameter("query", "name", "The name of the file, without folders", Type("string"), isRequired: true),
            ],
            Content(Json, Whole(("path", Type("string")))), OfUpload);
        Created(upload);
        upload["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Content(Csv, Type("string")) };
        paths["/uploads"] = new JsonObject { ["post"] = upload };
    }

    private static void AddBatch(JsonObject paths)
    {
        var batch = Operation(
            "batch", "Data", "Many requests of the OData service in one, one after the other. The first that fails is the last", [],
            Content(Json, Whole(("responses", Many(Object(
                ("id", Type("string")), ("status", Type("integer")), ("headers", Type("object")), ("body", [])))))),
            OfBatch);
        batch["requestBody"] = new JsonObject
        {
            ["required"] = true,
            ["content"] = Content(
                Json, Whole(("requests", Many(Object(
                    ("id", Type("string")), ("method", Type("string")), ("url", Type("string")), ("headers", Type("object")),
                    ("dependsOn", Many(Type("string")))))))),
        };
        paths["/data/$batch"] = new JsonObject { ["post"] = batch };
    }

    private static void AddConnections(JsonObject paths) => paths["/connect/{file}"] = Get(
        "getConnectionFile", "Data",
        $"A file to open, with which a program connects to the OData service: {ConnectFunction.Pbids} for Power BI, or the name of a set "
            + $"with {ConnectFunction.Odc} for Excel",
        [Parameter("path", "file", "The name of the file", Type("string"))],
        new JsonObject
        {
            [ConnectFunction.OdcType] = new JsonObject { ["schema"] = Type("string") },
            [Json] = new JsonObject { ["schema"] = Type("object") },
        },
        "404");

    private static void AddReportChanges(JsonObject paths)
    {
        var add = Operation(
            "addReport", "Reports", "Adds a report to reports.json. Only a local run can: the definition of a deployed app does not change",
            [], Content(Json, Whole(("name", Type("string")))), OfNewReport);
        Created(add);
        add["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Content(Json, Type("object")) };
        paths["/reports"]!["post"] = add;
        var remove = Operation(
            "removeReport", "Reports", "Removes a report from reports.json. Only a local run can",
            [Parameter("path", "name", "The name of the report", Type("string"))], [], OfOldReport);
        var responses = remove["responses"]!.AsObject();
        responses["204"] = new JsonObject { ["description"] = "The report is removed" };
        responses.Remove("200");
        paths["/reports/{name}"] = new JsonObject { ["delete"] = remove };
    }

    private static void Created(JsonObject operation)
    {
        var responses = operation["responses"]!.AsObject();
        responses.Remove("200", out var answer);
        responses["201"] = answer;
    }
}
