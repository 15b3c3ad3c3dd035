metadata description = 'What the lake definition says of containers and uploads. A dataset that is added there needs no other edit.'

@description('A dataset, and how the names of its blobs begin and end.')
@export()
type dataset = {
  name: string
  container: string

  @description('The folders before the first wildcard, ending in /, empty for none; of a path without a wildcard the whole name.')
  prefix: string

  @description('What is after the last wildcard; of a path without a wildcard the whole name.')
  suffix: string
}

func globOf(path string) string => join(skip(split(path, '/'), 1), '/')

func prefixOf(glob string) string =>
  contains(glob, '*') ? substring(glob, 0, lastIndexOf('/${split(glob, '*')[0]}', '/')) : glob

func datasetOf(resource object) dataset => {
  name: resource.name
  container: split(resource.path, '/')[0]
  prefix: prefixOf(globOf(resource.path))
  suffix: last(split(globOf(resource.path), '*'))
}

func isFolder(prefix string) bool => empty(prefix) || endsWith(prefix, '/')

// Comparing with == heeds upper and lower case, as the names of blobs do; startsWith() does not.
func covers(outer dataset, inner dataset) bool =>
  outer.container == inner.container && (isFolder(outer.prefix) ? take(inner.prefix, length(outer.prefix)) == outer.prefix : inner.prefix == outer.prefix)

@description('Every dataset of a lake definition.')
@export()
func datasetsOf(definition object) dataset[] => map(definition.resources, resource => datasetOf(resource))

@description('The containers that files are uploaded to.')
@export()
func containersOf(definition object) string[] => union([], map(datasetsOf(definition), d => d.container))

@description('The function that the uploads of a dataset fire: of datasets whose blobs are below one another, the outermost has it, and of those on one path the first.')
@export()
func functionOf(inner dataset, all dataset[]) string =>
  'Ingest-${first(filter(all, outer => covers(outer, inner) && empty(filter(all, other => covers(other, outer) && !covers(outer, other)))))!.name}'
