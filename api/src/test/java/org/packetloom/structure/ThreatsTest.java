// SPDX-License-Identifier: Apache-2.0
package org.packetloom.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page of threats names tests that exist and run, and the check would notice if not. */
class ThreatsTest {
  private static final Path PAGE = Repository.root().resolve(".github/THREATS.md");
  private static final List<String> MODULES = List.of("api", "platform", "runtime", "examples");

  private static final Pattern HELD = Pattern.compile("- \\*Held by\\* (.*)", Pattern.DOTALL);
  private static final Pattern NAME = Pattern.compile("`(\\w+)\\.(\\w+)`");
  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)\\)");
  private static final Pattern METHOD =
      Pattern.compile(
          "(?:^|\\R)((?:  @[^\\r\\n]*\\R|    [^\\r\\n]*\\R)*?)  [\\w ]*\\bvoid (\\w+)\\(");
  private static final Pattern TYPE =
      Pattern.compile("\\R((?:@[^\\r\\n]*\\R|  [^\\r\\n]*\\R)*)[\\w ]*\\b(?:class|interface) ");

  @Test
  void everyThreatIsHeldByTestsThatRun() throws IOException {
    Map<String, List<Path>> sources = sources();
    var breaches = new TreeSet<String>();
    List<String> threats = threats(Files.readString(PAGE));
    for (String threat : threats) {
      String title = threat.lines().findFirst().orElseThrow();
      var held = HELD.matcher(threat);
      List<String[]> names =
          held.find()
              ? NAME.matcher(held.group(1))
                  .results()
                  .map(found -> new String[] {found.group(1), found.group(2)})
                  .toList()
              : List.of();
      if (names.isEmpty()) {
        breaches.add(title + ": no test");
      }
      for (String[] name : names) {
        Optional<String> breach = breach(name[0], name[1], sources);
        breach.ifPresent(wrong -> breaches.add(title + ": " + String.join(".", name) + wrong));
      }
    }
    assertThat(breaches).isEmpty();
    assertThat(threats).hasSizeGreaterThan(20);
  }

  private static List<String> threats(String page) {
    return Arrays.stream(page.split("\\R### "))
        .skip(1)
        .map(each -> each.split("\\R## ")[0])
        .toList();
  }

  private static Map<String, List<Path>> sources() throws IOException {
    Map<String, List<Path>> sources = new HashMap<>();
    for (String module : MODULES) {
      for (Path file : Repository.files(Repository.root().resolve(module + "/src/test"), ".java")) {
        String type = file.getFileName().toString().replace(".java", "");
        sources.computeIfAbsent(type, _ -> new ArrayList<>()).add(file);
      }
    }
    return sources;
  }

  /** What is wrong with a test; of classes with the same name one has to have it. */
  private static Optional<String> breach(
      String type, String method, Map<String, List<Path>> sources) throws IOException {
    Optional<String> breach = Optional.of(": there is no such class");
    for (Path file : sources.getOrDefault(type, List.of())) {
      breach = breach(Files.readString(file), method);
      if (breach.isEmpty()) {
        return breach;
      }
    }
    return breach;
  }

  /** What is wrong with a test of a source. */
  private static Optional<String> breach(String source, String method) {
    var type = TYPE.matcher(source);
    if (type.find() && isLeftOut(type.group(1))) {
      return Optional.of(": its class is left out");
    }
    Optional<String> annotations =
        METHOD
            .matcher(source)
            .results()
            .filter(found -> found.group(2).equals(method))
            .map(found -> found.group(1))
            .findFirst();
    if (annotations.isEmpty()) {
      return Optional.of(": there is no such method");
    }
    if (!annotations.get().matches("(?s).*@((Parameterized)?Test|Each\\w+)\\b.*")) {
      return Optional.of(": is no test");
    }
    return isLeftOut(annotations.get()) ? Optional.of(": is left out") : Optional.empty();
  }

  private static boolean isLeftOut(String annotations) {
    return annotations.contains("@Disabled") || annotations.contains("@Tag(\"matrix\")");
  }

  @Test
  void linksLeadToFiles() throws IOException {
    List<String> links =
        LINK.matcher(Files.readString(PAGE)).results().map(found -> found.group(1)).toList();
    assertThat(links)
        .isNotEmpty()
        .allSatisfy(link -> assertThat(PAGE.getParent().resolve(link)).exists());
  }

  @Test
  void whatIsMissingOrLeftOutIsReported() {
    String source =
        """
        package x;

        /** Some. */
        class Some {
          @ParameterizedTest
          @ValueSource(
              strings = {"a"})
          void runs(String a) {}

          @Test
          @Disabled
          void disabled() {}

          @Tag("matrix")
          @Test
          void leftOut() {}

          void helper() {}
        }
        """;
    assertThat(breach(source, "runs")).isEmpty();
    assertThat(breach(source, "disabled")).hasValue(": is left out");
    assertThat(breach(source, "leftOut")).hasValue(": is left out");
    assertThat(breach(source, "helper")).hasValue(": is no test");
    assertThat(breach(source, "absent")).hasValue(": there is no such method");
    String tagged = source.replace("class Some", "@Tag(\"matrix\")\nclass Some");
    assertThat(breach(tagged, "runs")).hasValue(": its class is left out");
    assertThat(threats("# A\n## B\n### One\nx\n### Two\ny\n## C\nz")).hasSize(2);
  }
}
