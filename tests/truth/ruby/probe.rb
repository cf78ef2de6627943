# Asked by the tests: one question a line on standard input, as JSON; one answer a line.
require 'json'
require 'open3'

def answer(question)
  case question['ask']
  when 'meets'
    Gem::Requirement.new(*question['requirements']).satisfied_by?(Gem::Version.new(question['version']))
  when 'specification'
    found = Gem::Specification.load(question['path'])
    { name: found.name, version: found.version.to_s, platform: found.platform.to_s, extensions: found.extensions,
      require_paths: found.raw_require_paths,
      dependencies: found.runtime_dependencies.map { |each| [each.name, each.requirement.as_list.sort] } }
  when 'require'
    # each in a process of its own, with the search path of the gems that was asked for
    script = "begin; require #{question['name'].inspect}; print 'found'; rescue LoadError => e; print e.class; end"
    environment = { 'GEM_PATH' => question['path'], 'GEM_HOME' => '/nonexistent', 'RUBYLIB' => question['lib'] }
    Open3.capture3(environment, RbConfig.ruby, '--disable-did_you_mean', '-e', script)[0]
  when 'call'
    scope = Object.new
    scope.instance_eval("def handler#{question['parameters']}; end")
    begin
      scope.__send__(:handler, event: {}, context: nil)
      true
    rescue ArgumentError
      false
    end
  end
end

$stdin.each_line { |line| puts JSON.generate(answer(JSON.parse(line))) }
