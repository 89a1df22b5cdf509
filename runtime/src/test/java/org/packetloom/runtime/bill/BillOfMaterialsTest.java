// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.bill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BillOfMaterialsTest {
  private static final String REWRITE =
      "mvn -pl runtime -am test -Dtest=BillOfMaterialsTest -Dsurefire.failIfNoSpecifiedTests=false -Dpacketloom.metadata=write";
  private static final Pattern NAME = Pattern.compile("\"name\": \"([^\"]+)\"");

  @ParameterizedTest
  @ValueSource(strings = {"api", "platform", "runtime"})
  void billIsWhatTheModuleIsMadeOf(String module) throws Exception {
    var wanted = BillOfMaterials.of(module).lines();
    var file = BillOfMaterials.file(module);
    if ("write".equals(System.getProperty("packetloom.metadata"))) {
      Files.createDirectories(file.getParent());
      Files.write(file, wanted);
    }

    assertThat(Files.readAllLines(file)).as("if it is meant: %s", REWRITE).isEqualTo(wanted);
  }

  @ParameterizedTest
  @ValueSource(strings = {"api", "platform", "runtime"})
  void jarCarriesItWithTheVersionOfTheBuild(String module) throws Exception {
    var name = "META-INF/sbom/packetloom-" + module + ".cdx.json";
    try (InputStream file = getClass().getClassLoader().getResourceAsStream(name)) {
      var text = new String(file.readAllBytes(), StandardCharsets.UTF_8);

      assertThat(text).contains("\"name\": \"packetloom-" + module + "\"").doesNotContain("${");
    }
  }

  @Test
  void oneLibraryIsNotOurs() throws Exception {
    assertThat(names("api")).containsExactly("packetloom-api");
    assertThat(names("platform")).containsExactly("packetloom-platform");
    assertThat(names("runtime"))
        .containsExactlyInAnyOrder(
            "packetloom-runtime", "packetloom-api", "packetloom-platform", "jctools-core");
  }

  @Test
  void licencesAreNamedAsInSpdx() throws Exception {
    assertThat(BillOfMaterials.of("runtime").lines())
        .filteredOn(line -> line.contains("\"purl\""))
        .hasSize(4)
        .allSatisfy(line -> assertThat(line).contains("{\"license\": {\"id\": \"Apache-2.0\"}}"));
  }

  private static List<String> names(String module) throws Exception {
    return BillOfMaterials.of(module).lines().stream()
        .flatMap(line -> NAME.matcher(line).results())
        .map(found -> found.group(1))
        .toList();
  }
}
