metadata description = 'Reads containers and uploads from the lake definition, so a new dataset needs no other change.'

@description('A dataset, with the prefix and the suffix of its blob names.')
@export()
type dataset = {
  name: string
  container: string

  @description('The folders before the first wildcard, ending in /, or empty. For a path without a wildcard, the whole name.')
  prefix: string

  @description('The text after the last wildcard. For a path without a wildcard, the whole name.')
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

// Blob names are case-sensitive, so this compares with ==. startsWith() ignores case.
func covers(outer dataset, inner dataset) bool =>
  outer.container == inner.container && (isFolder(outer.prefix)
    ? take(inner.prefix, length(outer.prefix)) == outer.prefix
    : inner.prefix == outer.prefix)

@description('All datasets of a lake definition.')
@export()
func datasetsOf(definition object) dataset[] => map(definition.resources, resource => datasetOf(resource))

@description('The containers for uploads.')
@export()
func containersOf(definition object) string[] => union([], map(datasetsOf(definition), d => d.container))

@description('The function that uploads of a dataset fire: that of the outermost dataset over its folder, or of the first on its path.')
@export()
func functionOf(inner dataset, all dataset[]) string =>
  'Ingest-${first(filter(all, outer => covers(outer, inner) && empty(filter(all, d => covers(d, outer) && !covers(outer, d)))))!.name}'
