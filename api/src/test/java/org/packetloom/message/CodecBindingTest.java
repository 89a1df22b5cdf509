// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.invoke.MethodHandles;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which declarations a codec accepts, and what it says of the others. */
class CodecBindingTest {
  record Foreign(Object value) {}

  record Generic<T>(T value) {}

  record UsesGeneric(Generic<String> value) {}

  record Endless(int value, Endless next) {}

  record KeyedByRecord(Map<Sample.Point, String> map) {}

  record SetOfText(Set<CharSequence> set) {}

  sealed interface Mixed {
    final class Plain implements Mixed {}
  }

  private record Hidden(int value) {}

  record Key(int value) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      return Integer.compare(value, other.value);
    }
  }

  record Keyed(Map<Key, Sample.Colour> map, Set<Sample.Colour> set) {}

  private static void assertRefused(Class<?> type, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Codec.of(type))
        .withMessageContaining(message);
  }

  @Test
  void typesWithoutAFormAreNamedWithTheirPlace() {
    var place = CodecBindingTest.class.getName();
    assertRefused(Foreign.class, place + "$Foreign.value: values of java.lang.Object");
    assertRefused(UsesGeneric.class, place + "$UsesGeneric.value: values of " + place);
    assertRefused(Generic.class, "$Generic");
    assertRefused(Endless.class, "$Endless contains itself always");
    assertRefused(KeyedByRecord.class, "$KeyedByRecord.map: " + Sample.Point.class.getName());
    assertRefused(SetOfText.class, "$SetOfText.set");
    assertRefused(Mixed.class, "$Plain, which is no record");
    assertRefused(List.class, "java.util.List");
  }

  @Test
  void privateRecordsAreReachedOnTheClassPath() throws Exception {
    var codec = Codec.of(Hidden.class);
    assertThat(codec.decode(codec.toPayload(new Hidden(5)).asBuffer())).isEqualTo(new Hidden(5));
  }

  @Test
  void keysAreEnumsOrHaveAnOrder() throws Exception {
    var codec = Codec.of(Keyed.class);
    var value = new Keyed(Map.of(new Key(1), Sample.Colour.RED), Set.of(Sample.Colour.BLUE));
    assertThat(codec.decode(codec.toPayload(value).asBuffer())).isEqualTo(value);
  }

  @Test
  void moduleThatIsNotOpenIsNamedWithTheRemedy(@TempDir Path folder) throws Exception {
    compile(
        Map.of(
            "module-info.java",
            "module sealed.off { exports sealed.off.open; }",
            "sealed/off/open/Seen.java",
            """
            package sealed.off.open;
            public record Seen(int value) {
              public static java.lang.invoke.MethodHandles.Lookup lookup() {
                return java.lang.invoke.MethodHandles.lookup();
              }
            }
            """,
            "sealed/off/shut/Unseen.java",
            "package sealed.off.shut; public record Unseen(int value) {}"),
        folder);
    var boot = ModuleLayer.boot();
    var configuration =
        boot.configuration()
            .resolve(ModuleFinder.of(folder), ModuleFinder.of(), Set.of("sealed.off"));
    var loader =
        boot.defineModulesWithOneLoader(configuration, ClassLoader.getSystemClassLoader())
            .findLoader("sealed.off");
    var seen = loader.loadClass("sealed.off.open.Seen");
    var unseen = loader.loadClass("sealed.off.shut.Unseen");

    assertThat(Codec.of(seen)).isNotNull();
    assertRefused(unseen, "add 'opens sealed.off.shut");
    assertRefused(unseen, "to module sealed.off, or use Codec.of(MethodHandles.lookup(), …) there");
    var lookup = (MethodHandles.Lookup) seen.getMethod("lookup").invoke(null);
    assertThat(Codec.of(lookup, unseen)).isNotNull();
  }

  private static void compile(Map<String, String> sources, Path folder) throws Exception {
    var arguments = new java.util.ArrayList<String>(List.of("-d", folder.toString()));
    for (var source : sources.entrySet()) {
      var file = folder.resolve("src").resolve(source.getKey());
      Files.createDirectories(file.getParent());
      arguments.add(Files.writeString(file, source.getValue()).toString());
    }
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    assertThat(status).isZero();
  }
}
