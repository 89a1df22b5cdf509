// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.operate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What lies in the jars for GraalVM and for auditors is JSON of the shape that their schemas ask
 * for.
 *
 * @see <a
 *     href="https://www.graalvm.org/docs/reference-manual/native-image/assets/reachability-metadata-schema-v1.2.0.json">
 *     reachability metadata</a>
 * @see <a href="https://cyclonedx.org/docs/1.6/json/">CycloneDX</a>
 */
class ShippedFilesTest {
  private static final Set<String> SECTIONS =
      Set.of("comment", "reflection", "resources", "foreign");
  private static final Set<String> ALLOWED =
      Set.of(
          "type",
          "methods",
          "fields",
          "allPublicMethods",
          "allDeclaredMethods",
          "allDeclaredFields",
          "serializable");

  /** Layouts that mean the same on every system; {@code long} does not. */
  private static final Set<String> LAYOUTS = Set.of("jbyte", "jshort", "jint", "jlong", "void*");

  @ParameterizedTest
  @ValueSource(strings = {"api", "platform", "runtime"})
  void reachabilityMetadataHasTheShapeOfItsSchema(String module) throws Exception {
    Map<String, Object> metadata =
        json(
            "META-INF/native-image/org.packetloom/packetloom-%s/reachability-metadata.json"
                .formatted(module));

    assertThat(metadata.keySet()).isSubsetOf(SECTIONS).contains("reflection");
    assertThat(list(metadata.get("reflection")))
        .isNotEmpty()
        .allSatisfy(ShippedFilesTest::checkType);
    assertThat(list(metadata.getOrDefault("resources", List.of())))
        .allSatisfy(resource -> assertThat(map(resource)).containsOnlyKeys("glob"));
    Map<String, Object> foreign =
        map(metadata.getOrDefault("foreign", Map.of("downcalls", List.of())));
    assertThat(foreign).containsOnlyKeys("downcalls");
    assertThat(list(foreign.get("downcalls"))).allSatisfy(ShippedFilesTest::checkDowncall);
    assertThat(list(foreign.get("downcalls")).isEmpty()).isEqualTo(!module.equals("platform"));
  }

  private static void checkType(Object element) {
    Map<String, Object> entry = map(element);
    assertThat(entry.keySet()).isSubsetOf(ALLOWED).contains("type");
    if (!(entry.get("type") instanceof String)) {
      assertThat(map(entry.get("type")).keySet()).isIn(Set.of("proxy"), Set.of("lambda"));
    }
    assertThat(list(entry.getOrDefault("methods", List.of())))
        .allSatisfy(method -> assertThat(map(method)).containsOnlyKeys("name", "parameterTypes"));
    assertThat(list(entry.getOrDefault("fields", List.of())))
        .allSatisfy(field -> assertThat(map(field)).containsOnlyKeys("name"));
  }

  private static void checkDowncall(Object element) {
    Map<String, Object> entry = map(element);
    assertThat(entry).containsOnlyKeys("returnType", "parameterTypes", "options");
    assertThat(LAYOUTS).contains((String) entry.get("returnType"));
    assertThat(LAYOUTS)
        .containsAll(list(entry.get("parameterTypes")).stream().map(String.class::cast).toList());
    Map<String, Object> options = map(entry.get("options"));
    assertThat(options.keySet()).isSubsetOf("captureCallState", "critical", "firstVariadicArg");
    assertThat(options.getOrDefault("captureCallState", true)).isEqualTo(true);
    assertThat(options.getOrDefault("critical", Map.of("allowHeapAccess", true)))
        .isEqualTo(Map.of("allowHeapAccess", true));
    assertThat(options.getOrDefault("firstVariadicArg", 0)).isInstanceOf(Integer.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"api", "platform", "runtime"})
  void billOfMaterialsNamesWhatItRefersTo(String module) throws Exception {
    Map<String, Object> bill = json("META-INF/sbom/packetloom-%s.cdx.json".formatted(module));

    assertThat(bill)
        .containsOnlyKeys(
            "bomFormat", "specVersion", "version", "metadata", "components", "dependencies")
        .containsEntry("bomFormat", "CycloneDX")
        .containsEntry("specVersion", "1.6");
    List<Object> components = list(bill.get("components"));
    List<Object> references = components.stream().map(c -> map(c).get("bom-ref")).toList();
    Object own = map(map(bill.get("metadata")).get("component")).get("bom-ref");
    assertThat(list(bill.get("dependencies")))
        .hasSize(references.size() + 1)
        .allSatisfy(
            edge -> {
              assertThat(references).containsAll(list(map(edge).get("dependsOn")));
              assertThat(map(edge).get("ref"))
                  .matches(ref -> ref.equals(own) || references.contains(ref));
            });
    assertThat(components)
        .allSatisfy(
            component ->
                assertThat(map(component))
                    .containsKeys("type", "group", "name", "version", "licenses", "purl"));
  }

  private static Map<String, Object> json(String resource) throws Exception {
    try (InputStream file = ShippedFilesTest.class.getClassLoader().getResourceAsStream(resource)) {
      return JSON.std.mapFrom(file);
    }
  }

  @SuppressWarnings("unchecked") // so it is read
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }

  @SuppressWarnings("unchecked") // so it is read
  private static List<Object> list(Object value) {
    return (List<Object>) value;
  }
}
