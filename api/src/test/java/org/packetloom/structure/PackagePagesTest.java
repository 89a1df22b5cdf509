// SPDX-License-Identifier: Apache-2.0
package org.packetloom.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every package that users see tells where to start, and shows code that the tests run. */
class PackagePagesTest {
  private static final Path SNIPPETS =
      Repository.root()
          .resolve("examples/src/test/java/org/packetloom/examples/tour/PackageTourTest.java");
  private static final Pattern START =
      Pattern.compile("<h2>Start with</h2>.*?<ul>(.*?)</ul>", Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("\\{@link org\\.packetloom\\.[\\w.]+\\}");

  static Stream<String> exportedPackages() throws IOException {
    try (var file = Files.newInputStream(Repository.classes("api").resolve("module-info.class"))) {
      return ModuleDescriptor.read(file).exports().stream()
          .map(ModuleDescriptor.Exports::source)
          .sorted();
    }
  }

  @ParameterizedTest
  @MethodSource("exportedPackages")
  void pageTellsWhereToStart(String name) {
    var start = START.matcher(page(name));

    assertThat(start.find()).isTrue();
    assertThat(LINK.matcher(start.group(1)).results().count()).isBetween(2L, 6L);
  }

  @ParameterizedTest
  @MethodSource("exportedPackages")
  void pageShowsCodeThatTheTestsRun(String name) throws IOException {
    assertThat(page(name))
        .contains(
            "{@snippet file=\"org/packetloom/examples/tour/PackageTourTest.java\" region=\""
                + name
                + "\"}");
    assertThat(Files.readString(SNIPPETS)).contains("// @start region=\"" + name + "\"");
  }

  @Test
  void overviewNamesEveryPackage() throws IOException {
    var overview =
        Files.readString(Repository.root().resolve("api/src/main/javadoc/overview.html"));
    List<String> links = exportedPackages().map("{@link %s}"::formatted).toList();

    assertThat(overview).contains(links);
  }

  /** The documentation of a package, as it is read: without the comment's margin. */
  static String page(String name) {
    var file =
        Repository.root()
            .resolve("api/src/main/java")
            .resolve(name.replace('.', '/'))
            .resolve("package-info.java");
    try {
      return Files.readString(file).replaceAll("\\R \\* *", " ");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
