// SPDX-License-Identifier: Apache-2.0
package org.packetloom.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What VERSIONING says of packages and systems is what the code and the README say. */
class VersioningTest {
  private static final Pattern PACKAGE = Pattern.compile("`(org\\.packetloom[a-z.]*)`");
  private static final List<String> STATES = List.of("real", "stand-in", "untested");

  /** A row of the table of systems. */
  private record Row(String java, String system, String processor, String state) {}

  @Test
  void incubatingPackagesAreThoseMarkedSo() throws IOException {
    var marked =
        PackagePagesTest.exportedPackages()
            .filter(name -> PackagePagesTest.page(name).contains("<em>Incubating: "))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(packages("Incubating", "| `")).isEqualTo(marked).isNotEmpty();
  }

  @Test
  void everyOtherPackageIsStable() throws IOException {
    var all = PackagePagesTest.exportedPackages().collect(Collectors.toCollection(TreeSet::new));
    all.removeAll(packages("Incubating", "| `"));

    assertThat(packages("Stable", "")).isEqualTo(all);
  }

  @Test
  void systemsAreThoseOfTheReadme() throws IOException {
    var readme = Files.readAllLines(Repository.root().resolve("README.md"));
    var told = readme.subList(readme.indexOf("| platform | state |") + 2, readme.size());
    var rows = rows().stream().filter(row -> row.java().equals("25")).toList();

    assertThat(rows).isNotEmpty();
    for (var row : rows) {
      var same =
          told.stream()
              .takeWhile(line -> line.startsWith("|"))
              .map(line -> line.split("\\|"))
              .filter(cells -> cells[1].contains(row.system()))
              .filter(cells -> cells[1].contains(row.processor()))
              .toList();
      assertThat(same).as("%s", row).singleElement();
      assertThat(same.getFirst()[2].strip()).as("%s", row).startsWith(row.state());
    }
  }

  @Test
  void everySystemOfTheReadmeIsThere() throws IOException {
    var told =
        Files.readAllLines(Repository.root().resolve("README.md")).stream()
            .dropWhile(line -> !line.equals("| platform | state |"))
            .skip(2)
            .takeWhile(line -> line.startsWith("|"))
            .map(line -> line.split("\\|")[1])
            .toList();

    assertThat(told)
        .isNotEmpty()
        .allSatisfy(
            cell ->
                assertThat(rows())
                    .anyMatch(
                        row -> cell.contains(row.system()) && cell.contains(row.processor())));
  }

  @Test
  void oneJavaIsTested() throws IOException {
    assertThat(rows().stream().filter(row -> STATES.subList(0, 2).contains(row.state())))
        .allMatch(row -> row.java().equals("25"));
    assertThat(rows()).extracting(Row::state).contains("untested", "no");
  }

  private static List<Row> rows() throws IOException {
    return section("Java, systems, processors").stream()
        .filter(line -> line.startsWith("|"))
        .skip(2)
        .map(line -> Stream.of(line.split("\\|")).map(String::strip).toList())
        .map(cells -> new Row(cells.get(1), cells.get(2), cells.get(3), cells.get(4)))
        .toList();
  }

  /** The packages that a section names at first, in lines that begin with a text. */
  private static Set<String> packages(String section, String start) throws IOException {
    return section(section).stream()
        .dropWhile(line -> line.isEmpty() || line.startsWith("| package") || line.startsWith("|--"))
        .takeWhile(line -> !line.isEmpty() && line.startsWith(start))
        .flatMap(line -> PACKAGE.matcher(line).results())
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> section(String name) throws IOException {
    Path file = Repository.root().resolve(".github/VERSIONING.md");
    return Files.readAllLines(file).stream()
        .dropWhile(line -> !line.equals("## " + name))
        .skip(1)
        .takeWhile(line -> !line.startsWith("## "))
        .toList();
  }
}
