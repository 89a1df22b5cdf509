// SPDX-License-Identifier: Apache-2.0
package org.packetloom.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.SocketAddress;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;
import org.junit.jupiter.api.Test;
import org.packetloom.management.PacketloomMXBean;

/**
 * In a native image of GraalVM too the drop-in classes can be named as text, what is serialised can
 * be read again, and the MXBean has its attributes.
 */
class ApiReachabilityTest {
  private static final String NAME = "ApiReachabilityTest";
  private static final Pattern OURS = Pattern.compile("org\\.packetloom\\.[\\w.$]+");
  private static final Set<Class<?>> ARGUMENTS = Set.of(String.class, Properties.class);

  @Test
  void metadataIsWhatTheClassesAskFor() throws Exception {
    var elements = new TreeSet<String>();
    for (Class<?> type : types()) {
      if (isNamedAsText(type)) {
        elements.add(
            ReachabilityMetadata.type(
                type.getName(), ReachabilityMetadata.methods(entrances(type))));
      }
      if (isSerialised(type)) {
        elements.add(ReachabilityMetadata.type(type.getName(), "\"serializable\": true"));
      }
    }
    for (Class<?> shown : shownBy(PacketloomMXBean.class, new ArrayList<>())) {
      elements.add(ReachabilityMetadata.type(shown.getName(), "\"allPublicMethods\": true"));
    }
    // its methods are found by the names of primitive types
    elements.add(
        ReachabilityMetadata.type(
            "org.packetloom.message.form.Component", "\"allDeclaredMethods\": true"));
    var calls = ReflectiveCalls.of("api");
    calls
        .ownFields()
        .forEach(
            (type, fields) ->
                elements.add(ReachabilityMetadata.type(type, ReachabilityMetadata.fields(fields))));
    var metadata = new ReachabilityMetadata("api", elements, List.of(), List.of());

    assertThat(metadata.drift(NAME)).as("if it is meant: %s", metadata.rewrite(NAME)).isEmpty();
    assertThat(elements).asString().contains("PacketloomSocketFactory", "ConnectorFigures");
    assertThat(calls.names()).allSatisfy(name -> assertThat(elements).asString().contains(name));
  }

  private static boolean isNamedAsText(Class<?> type) {
    return Modifier.isPublic(type.getModifiers())
        && !Modifier.isAbstract(type.getModifiers())
        && Stream.of(SocketFactory.class, ServerSocketFactory.class, SelectorProvider.class)
            .anyMatch(kind -> kind.isAssignableFrom(type));
  }

  /** The constructors and the static method that others know how to call. */
  private static List<String> entrances(Class<?> type) throws NoSuchMethodException {
    var entrances = new ArrayList<String>();
    for (Constructor<?> made : type.getConstructors()) {
      if (ARGUMENTS.containsAll(List.of(made.getParameterTypes()))) {
        entrances.add(ReachabilityMetadata.method("<init>", made.getParameterTypes()));
      }
    }
    for (Method method : type.getDeclaredMethods()) {
      if (method.getName().equals("getDefault")) {
        entrances.add(ReachabilityMetadata.method("getDefault"));
      }
    }
    entrances.sort(null);
    return entrances;
  }

  /** Exceptions may be, and hardly ever are. */
  private static boolean isSerialised(Class<?> type) {
    return Modifier.isPublic(type.getModifiers())
        && Serializable.class.isAssignableFrom(type)
        && !Throwable.class.isAssignableFrom(type)
        && !type.isEnum()
        && (SocketAddress.class.isAssignableFrom(type)
            || Stream.of(type.getDeclaredFields())
                .anyMatch(field -> field.getName().equals("serialVersionUID")));
  }

  /** An interface of management, and all types of ours that its methods give. */
  private static List<Class<?>> shownBy(Class<?> type, List<Class<?>> shown) throws Exception {
    if (shown.contains(type)) {
      return shown;
    }
    shown.add(type);
    for (Method method : type.getMethods()) {
      var names = OURS.matcher(method.getGenericReturnType().getTypeName()).results();
      for (var name : names.toList()) {
        shownBy(Class.forName(name.group()), shown);
      }
    }
    return shown;
  }

  private List<Class<?>> types() throws Exception {
    Path classes = Repository.classes("api");
    var types = new ArrayList<Class<?>>();
    for (Path file : Repository.files(classes, ".class")) {
      var name = classes.relativize(file).toString().replaceFirst("\\.class$", "");
      if (!name.contains("-info") && !name.endsWith("PacketloomMetrics")) {
        types.add(Class.forName(name.replace('/', '.'), false, getClass().getClassLoader()));
      }
    }
    return types;
  }
}
