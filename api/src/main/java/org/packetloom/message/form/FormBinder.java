// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message.form;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the form of each type that a codec meets; used once, by one thread. */
final class FormBinder {
  private static final Map<Class<?>, Class<?>> BOXES =
      Map.of(
          byte.class, Byte.class,
          boolean.class, Boolean.class,
          char.class, Character.class,
          short.class, Short.class,
          int.class, Integer.class,
          long.class, Long.class,
          float.class, Float.class,
          double.class, Double.class);

  private final Reach reach;
  private final Map<Class<?>, Form> bound = new HashMap<>();
  private final List<RecordForm> records = new ArrayList<>();

  FormBinder(Reach reach) {
    this.reach = reach;
  }

  /** The form of the type of all messages. */
  Form bind(Class<?> type) {
    Form form = form(type, type.getName());
    records.forEach(RecordForm::leastSize);
    return form;
  }

  /** The form of a type, at a place that failures name. */
  private Form form(Type type, String place) {
    return switch (type) {
      case Class<?> plain -> classForm(plain, place);
      case ParameterizedType generic -> genericForm(generic, place);
      case GenericArrayType array -> arrayForm(array.getGenericComponentType(), place);
      case WildcardType wildcard -> form(wildcard.getUpperBounds()[0], place);
      default -> throw unsupported(type, place);
    };
  }

  private Form classForm(Class<?> type, String place) {
    var simple = SimpleForm.ALL.get(BOXES.getOrDefault(type, type));
    if (simple != null) {
      return simple;
    }
    var array = ArrayForm.ALL.get(type);
    if (array != null) {
      return array;
    }
    var known = bound.get(type);
    if (known != null) {
      return known;
    }
    if (type.isArray()) {
      return arrayForm(type.getComponentType(), place);
    }
    if (type.getTypeParameters().length > 0) {
      throw unsupported(type, place);
    }
    if (type.isRecord()) {
      return recordForm(type);
    }
    if (!type.isEnum() && !(type.isInterface() && type.isSealed())) {
      throw unsupported(type, place);
    }
    return type.isEnum() ? enumForm(type) : sealedForm(type);
  }

  private Form enumForm(Class<?> type) {
    var form = new EnumForm(type);
    bound.put(type, form);
    return form;
  }

  private Form recordForm(Class<?> type) {
    var form = new RecordForm(type);
    bound.put(type, form);
    records.add(form);
    var components = new ArrayList<Component>();
    for (var each : type.getRecordComponents()) {
      var place = type.getName() + "." + each.getName();
      components.add(
          new Component(
              type.getSimpleName(),
              each.getName(),
              each.getType(),
              form(each.getGenericType(), place)));
    }
    form.bind(components, reach.accessors(type), reach.constructor(type));
    return form;
  }

  private Form sealedForm(Class<?> type) {
    var cases = new ArrayList<Class<?>>();
    collectCases(type, cases);
    if (cases.size() > SealedForm.MAX_CASES) {
      throw new IllegalArgumentException(
          "%s has %d records: more than %d"
              .formatted(type.getName(), cases.size(), SealedForm.MAX_CASES));
    }
    // Known before its records are bound: they may contain it.
    var form = new SealedForm(cases);
    bound.put(type, form);
    form.bind(cases.stream().map(each -> form(each, each.getName())).toList());
    return form;
  }

  private static void collectCases(Class<?> type, List<Class<?>> cases) {
    for (var each : type.getPermittedSubclasses()) {
      if (each.isRecord()) {
        if (!cases.contains(each)) {
          cases.add(each);
        }
      } else if (each.isInterface() && each.isSealed()) {
        collectCases(each, cases);
      } else {
        throw new IllegalArgumentException(
            "%s permits %s, which is no record".formatted(type.getName(), each.getName()));
      }
    }
  }

  private Form genericForm(ParameterizedType type, String place) {
    var raw = (Class<?>) type.getRawType();
    var arguments = type.getActualTypeArguments();
    if (raw == Optional.class) {
      return new OptionalForm(form(arguments[0], place));
    }
    if (raw == List.class) {
      return SequenceForm.ofList(form(arguments[0], place));
    }
    if (raw == Set.class) {
      return new SetForm(new ElementForm(keyForm(arguments[0], place)));
    }
    if (raw == Map.class) {
      return new MapForm(
          new ElementForm(keyForm(arguments[0], place)),
          new ElementForm(form(arguments[1], place)));
    }
    throw unsupported(type, place);
  }

  private Form arrayForm(Type element, String place) {
    return SequenceForm.ofArray(form(element, place), erased(element, place));
  }

  private static Class<?> erased(Type type, String place) {
    return switch (type) {
      case Class<?> plain -> plain;
      case ParameterizedType generic -> (Class<?>) generic.getRawType();
      case GenericArrayType array -> erased(array.getGenericComponentType(), place).arrayType();
      default -> throw unsupported(type, place);
    };
  }

  /** A form whose values a hash table can tell apart however they were chosen. */
  private Form keyForm(Type type, String place) {
    boolean isOrdered =
        type instanceof Class<?> plain
            && (plain.isEnum()
                || Arrays.stream(plain.getGenericInterfaces())
                    .anyMatch(each -> isOrder(each, plain)));
    if (!isOrdered) {
      throw new IllegalArgumentException(
          "%s: %s is neither an enum nor Comparable with itself, so its hash codes may be made to collide"
              .formatted(place, type.getTypeName()));
    }
    return form(type, place);
  }

  private static boolean isOrder(Type each, Class<?> of) {
    return each instanceof ParameterizedType generic
        && generic.getRawType() == Comparable.class
        && generic.getActualTypeArguments()[0] == of;
  }

  private static IllegalArgumentException unsupported(Type type, String place) {
    return new IllegalArgumentException(
        "%s: values of %s cannot be encoded".formatted(place, type.getTypeName()));
  }
}
