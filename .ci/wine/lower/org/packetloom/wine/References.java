// SPDX-License-Identifier: Apache-2.0
package org.packetloom.wine;

import java.io.IOException;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.FieldRefEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.NameAndTypeEntry;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Finds what classes refer to that a Java runtime does not have. */
final class References {
  private static final Pattern OF_JDK = Pattern.compile("(java|javax|jdk|sun|com/sun)/.*");
  private static final String STAND_INS = "org/packetloom/wine/java21/";
  private static final Pattern TYPE = Pattern.compile("L([^;]+);");

  /** Whether a member is there; unknown where a library of others stands between. */
  private enum Found {
    YES,
    NO,
    UNKNOWN
  }

  private final JavaImage image;
  private final Map<String, ClassModel> ours = new HashMap<>();
  private final Map<String, TreeSet<String>> missing = new TreeMap<>();
  private final Map<String, TreeSet<String>> leftOut = new TreeMap<>();
  private final Map<String, TreeSet<String>> replaced = new TreeMap<>();

  References(JavaImage image) {
    this.image = image;
  }

  /** Adds a class, to be looked at and looked up. */
  void add(ClassModel type) {
    ours.put(type.thisClass().asInternalName(), type);
  }

  /** Looks at what was added. */
  void look() throws IOException {
    for (var type : ours.values()) {
      look(type);
    }
  }

  /** What is missing, each with the classes that refer to it. */
  Map<String, TreeSet<String>> missing() {
    return missing;
  }

  /** What is missing because the runtime was made without its module. */
  Map<String, TreeSet<String>> leftOut() {
    return leftOut;
  }

  /** Stand-ins that are used, each with the classes that refer to it. */
  Map<String, TreeSet<String>> replaced() {
    return replaced;
  }

  private void look(ClassModel type) throws IOException {
    for (var entry : type.constantPool()) {
      switch (entry) {
        case ClassEntry named -> lookAtType(type, named.asSymbol().descriptorString());
        case NameAndTypeEntry named -> lookAtType(type, named.type().stringValue());
        case MemberRefEntry member -> lookAtMember(type, member);
        default -> {}
      }
    }
  }

  private void lookAtType(ClassModel type, String descriptor) throws IOException {
    var names = TYPE.matcher(descriptor);
    while (names.find()) {
      if (isOfJdk(names.group(1)) && image.find(names.group(1)).isEmpty()) {
        reportMissing(names.group(1), names.group(1), type);
      }
    }
  }

  private void lookAtMember(ClassModel type, MemberRefEntry member) throws IOException {
    var owner = member.owner().asInternalName();
    if (owner.startsWith(STAND_INS)) {
      report(replaced, owner + '.' + member.name().stringValue(), type);
    }
    if (owner.startsWith("[") || find(owner, member) != Found.NO) {
      return;
    }
    reportMissing(
        owner, owner + '.' + member.name().stringValue() + member.type().stringValue(), type);
  }

  private Found find(String owner, MemberRefEntry member) throws IOException {
    var model = ours.get(owner);
    if (model == null) {
      if (!isOfJdk(owner)) {
        return Found.UNKNOWN;
      }
      var found = image.find(owner);
      if (found.isEmpty()) {
        return Found.NO;
      }
      model = found.get();
    }
    return declares(model, member) ? Found.YES : findAbove(model, member);
  }

  private Found findAbove(ClassModel model, MemberRefEntry member) throws IOException {
    List<String> above = new ArrayList<>();
    model.superclass().ifPresent(s -> above.add(s.asInternalName()));
    model.interfaces().forEach(i -> above.add(i.asInternalName()));
    if (model.flags().has(AccessFlag.INTERFACE)) {
      above.add("java/lang/Object");
    }
    var result = Found.NO;
    for (var name : above) {
      var found = find(name, member);
      if (found == Found.YES) {
        return found;
      }
      result = found == Found.UNKNOWN ? found : result;
    }
    return result;
  }

  private static boolean declares(ClassModel model, MemberRefEntry member) {
    var name = member.name().stringValue();
    var type = member.type().stringValue();
    if (member instanceof FieldRefEntry) {
      return model.fields().stream()
          .anyMatch(f -> f.fieldName().equalsString(name) && f.fieldType().equalsString(type));
    }
    // Method handles and variable handles take any arguments (JVM specification 2.9.3).
    boolean isPolymorphic =
        model.thisClass().asInternalName().matches("java/lang/invoke/(Method|Var)Handle");
    return model.methods().stream()
        .filter(m -> m.methodName().equalsString(name))
        .anyMatch(
            m ->
                m.methodType().equalsString(type)
                    || isPolymorphic && m.flags().has(AccessFlag.NATIVE));
  }

  private static boolean isOfJdk(String name) {
    return OF_JDK.matcher(name).matches();
  }

  private void reportMissing(String owner, String what, ClassModel where) {
    report(image.isLeftOut(owner) ? leftOut : missing, what, where);
  }

  private static void report(Map<String, TreeSet<String>> list, String what, ClassModel where) {
    var name = where.thisClass().asInternalName();
    if (!name.startsWith(STAND_INS)) {
      list.computeIfAbsent(what, _ -> new TreeSet<>()).add(name.replace('/', '.'));
    }
  }
}
