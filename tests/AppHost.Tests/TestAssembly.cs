using System.Runtime.Versioning;

[assembly: SupportedOSPlatform("linux")]
// Each test starts a whole platform or its servers, or changes the path of this process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
